import { createServer } from 'node:http';
import { type AddressInfo, connect as connectSocket } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { withEnvironmentProxy } from '../../../../src/cluster/kubeconfig/proxy.ts';
import { withOriginalServer } from '../../../../src/cluster/reach/original-server.ts';
import { createAuthority } from '../../../support/fake-api/certificate.ts';
import { startFakeApi } from '../../../support/fake-api/fake-api.ts';
import { namespaces } from '../../../support/fake-api/objects.ts';
import { snapshotFrom } from '../../../support/fake-api/snapshot-of.ts';
import { base64, targetAt } from '../../../support/tls/target.ts';

const PROXY = { HTTPS_PROXY: 'http://proxy:3128' };

function proxyFor(server: string, env: Record<string, string>, cluster = {}) {
  return withEnvironmentProxy(targetAt(server, cluster), env).cluster['proxy-url'];
}

describe('the proxy of the environment', () => {
  it.each([
    [PROXY, 'https://api.example', 'http://proxy:3128/'],
    [PROXY, 'http://api.example', undefined],
    [{ HTTP_PROXY: 'http://proxy:3128' }, 'http://api.example', 'http://proxy:3128/'],
    [{ HTTP_PROXY: 'http://proxy:3128' }, 'https://api.example', undefined],
    [{ https_proxy: 'http://small:1' }, 'https://api.example', 'http://small:1/'],
    [{ HTTPS_PROXY: 'http://large:1', https_proxy: 'http://small:1' }, 'https://api.example', 'http://large:1/'],
    [{ HTTPS_PROXY: '', https_proxy: 'http://small:1' }, 'https://api.example', 'http://small:1/'],
    [{ HTTPS_PROXY: 'proxy:3128' }, 'https://api.example', 'http://proxy:3128/'],
    [{ HTTPS_PROXY: 'socks5://proxy:1080' }, 'https://api.example', 'socks5://proxy:1080'],
    [{ ALL_PROXY: 'http://proxy:3128' }, 'https://api.example', undefined],
    [{}, 'https://api.example', undefined],
  ])('%j, to %s', (env, server, expected) => {
    expect(proxyFor(server, env)).toBe(expected);
  });

  it('stands back behind that of the kubeconfig', () => {
    expect(proxyFor('https://api.example', PROXY, { 'proxy-url': 'http://own' })).toBe('http://own');
  });

  it.each(['ftp://me:SECRET@proxy', 'http://', '://'])('is refused as %s, without repeating it', (proxy) => {
    expect(() => proxyFor('https://api.example', { HTTPS_PROXY: proxy })).toThrow(
      expect.objectContaining({ code: 'usage', message: 'the proxy that HTTPS_PROXY names cannot be used' }),
    );
  });

  it.each(['https://localhost:6443', 'https://127.0.0.1:6443', 'https://127.9.9.9', 'https://[::1]:6443'])(
    'is not the way to %s',
    (server) => {
      expect(proxyFor(server, PROXY)).toBeUndefined();
    },
  );

  it('is not the way to what is on the loopback of the host', () => {
    const prepared = withOriginalServer({}, new URL('https://127.0.0.1:6443'));
    expect(proxyFor('https://host.docker.internal:6443', PROXY, prepared)).toBeUndefined();
    expect(proxyFor('https://host.docker.internal:6443', PROXY)).toBe('http://proxy:3128/');
  });
});

describe('NO_PROXY', () => {
  it.each([
    ['*', 'https://api.example', true],
    ['api.example', 'https://api.example', true],
    ['API.Example', 'https://api.example', true],
    ['example', 'https://api.example', true],
    ['.example', 'https://api.example', true],
    ['*.example', 'https://api.example', true],
    ['.api.example', 'https://api.example', false],
    ['*.api.example', 'https://api.example', false],
    ['pi.example', 'https://api.example', false],
    ['example.org', 'https://api.example', false],
    ['a, api.example ,b', 'https://api.example', true],
    ['api.example:6443', 'https://api.example:6443', true],
    ['api.example:443', 'https://api.example', true],
    ['api.example:6443', 'https://api.example', false],
    ['10.0.0.0/8', 'https://10.1.2.3', true],
    ['10.0.0.0/8', 'https://11.1.2.3', false],
    ['10.0.0.0/8', 'https://api.example', false],
    ['10.0.0.0/99', 'https://10.1.2.3', false],
    ['10.1.2.3', 'https://10.1.2.3', true],
    ['10.1.2.3:443', 'https://10.1.2.3', true],
    ['10.1.2.3:444', 'https://10.1.2.3', false],
    ['10.1.2', 'https://10.1.2.3', false],
    ['fd00::/8', 'https://[fd00::1]:6443', true],
    ['fd00::1', 'https://[fd00::1]:6443', true],
    ['[fd00::1]:6443', 'https://[fd00::1]:6443', true],
    ['[fd00::1]:443', 'https://[fd00::1]:6443', false],
    [',, ,:443', 'https://api.example', false],
    ['', 'https://api.example', false],
  ])('%j and %s', (noProxy, server, exempt) => {
    expect(proxyFor(server, { ...PROXY, NO_PROXY: noProxy }) === undefined).toBe(exempt);
    expect(proxyFor(server, { ...PROXY, no_proxy: noProxy }) === undefined).toBe(exempt);
  });
});

describe('a request through the proxy of the environment', () => {
  const CA = createAuthority();

  /** A proxy that leads everywhere to one port of this machine. */
  async function startProxy(to: number): Promise<{ url: string; tunnels: string[] }> {
    const tunnels: string[] = [];
    const proxy = createServer().on('connect', ({ url = '' }, socket) => {
      tunnels.push(url);
      const onward = connectSocket(to, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        onward.pipe(socket).pipe(onward);
      });
      for (const end of [onward, socket]) end.on('error', () => {});
    });
    await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening));
    onTestFinished(() => void proxy.close());
    return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, tunnels };
  }

  it('reaches a server that has no other way, and verifies it', async () => {
    const api = await startFakeApi({ objects: namespaces('default'), tls: CA.issue(['api.invalid']) });
    const proxy = await startProxy(api.port);
    vi.stubEnv('HTTPS_PROXY', proxy.url);
    onTestFinished(() => void vi.unstubAllEnvs());
    const parts = (server: string) => ({ server, cluster: { 'certificate-authority-data': base64(CA.cert) } });
    const { cluster } = await snapshotFrom(parts('https://api.invalid:6443'), { kinds: ['Node'] });
    expect(cluster.version).toBe('v1.34.4');
    expect(new Set(proxy.tunnels)).toEqual(new Set(['api.invalid:6443']));
    await expect(snapshotFrom(parts('https://other.invalid:6443'), { kinds: ['Node'] })).rejects.toThrow(
      'shows a certificate that is not for other.invalid, but for api.invalid',
    );
    vi.stubEnv('NO_PROXY', '.invalid');
    await expect(snapshotFrom(parts('https://api.invalid:6443'), { kinds: ['Node'] })).rejects.toThrow(
      'does not resolve',
    );
  });
});
