import { describe, expect, it } from 'vitest';
import { addressOf, addressText, isLoopback, serverAt } from '../../../../src/cluster/reach/address.ts';

describe('isLoopback', () => {
  it.each([
    'https://localhost:6443',
    'https://127.0.0.1:6443',
    'https://127.3.2.1',
    'https://0.0.0.0:41233',
    'https://[::1]:6443',
    'https://[::]:6443',
    'https://[::ffff:127.0.0.1]:6443',
    'https://api.localhost',
    'https://LOCALHOST.:6443',
    // As everywhere, so few parts are an address too.
    'https://127.1:6443',
  ])('%s is one', (server) => {
    expect(isLoopback(addressOf(new URL(server)))).toBe(true);
  });

  it.each([
    'https://192.168.49.2:8443',
    'https://10.0.0.1',
    'https://[fd00::1]:6443',
    'https://128.0.0.1',
    'https://kubernetes.docker.internal:6443',
    'https://localhost.example',
    'https://notlocalhost',
    'https://api.example/k8s/clusters/localhost',
  ])('%s is none', (server) => {
    expect(isLoopback(addressOf(new URL(server)))).toBe(false);
  });
});

describe('addresses', () => {
  it('have the port of their scheme where none is written', () => {
    expect(addressOf(new URL('https://localhost'))).toEqual({ host: 'localhost', port: 443 });
    expect(addressOf(new URL('http://localhost'))).toEqual({ host: 'localhost', port: 80 });
    expect(addressOf(new URL('https://[::1]:6443'))).toEqual({ host: '::1', port: 6443 });
  });

  it('are written with brackets where they are of IPv6', () => {
    expect(addressText({ host: '::1', port: 6443 })).toBe('[::1]:6443');
    expect(addressText({ host: 'host.docker.internal', port: 1 })).toBe('host.docker.internal:1');
  });

  it('take the place of another, and leave the rest', () => {
    const at = (server: string, host: string) => serverAt(new URL(server), { host, port: 8443 }).href;
    expect(at('https://127.0.0.1:6443/k8s/clusters/c-1', 'minikube')).toBe('https://minikube:8443/k8s/clusters/c-1');
    expect(at('http://localhost:8001', 'fd00::2')).toBe('http://[fd00::2]:8443/');
  });
});
