import { describe, expect, it } from 'vitest';
import type { Network } from '../../../../src/cluster/reach/network.ts';
import { reach } from '../../../../src/cluster/reach/reach.ts';
import { createAuthority } from '../../../support/fake-api/certificate.ts';
import { loopbackNetwork } from '../../../support/tls/loopback-network.ts';
import { base64, targetAt } from '../../../support/tls/target.ts';
import { closedPort, startTlsServer } from '../../../support/tls/tls-server.ts';

const CA = createAuthority();
const CLUSTER = { 'certificate-authority-data': base64(CA.cert) };
/** Another host, as one container is to another. */
const HOST = '127.0.0.2';
const DOCKER = { 'host.docker.internal': HOST };

function reached(server: string, network: Network, cluster = {}, name = 'dev') {
  return reach(targetAt(server, { ...CLUSTER, ...cluster }, {}, name), network, new AbortController().signal);
}

describe('a server of the loopback', () => {
  it('stays as it is where it answers as it is', async () => {
    const { port } = await startTlsServer(CA.issue(['127.0.0.1', 'localhost']));
    const { cluster } = await reached(`https://127.0.0.1:${port}/`, loopbackNetwork(DOCKER));
    expect(cluster).toEqual({ ...CLUSTER, server: `https://127.0.0.1:${port}/` });
  });

  it('gets a name where it answers, but not by its own', async () => {
    const { port, names } = await startTlsServer(CA.issue(['kubernetes']));
    const { cluster } = await reached(`https://127.0.0.1:${port}`, loopbackNetwork());
    expect(cluster).toEqual({ ...CLUSTER, server: `https://127.0.0.1:${port}`, 'tls-server-name': 'kubernetes' });
    expect(names).toEqual(['kubernetes']);
  });

  it.each([
    ['localhost', '127.0.0.1', ['kubernetes', 'localhost', '127.0.0.1']],
    ['kubernetes', '0.0.0.0', ['kubernetes.default', 'kubernetes', '10.96.0.1']],
    ['control-plane', '[::1]', ['control-plane']],
    ['127.0.0.1', '127.0.0.1', ['127.0.0.1', '10.96.0.1']],
    ['api.localhost', 'api.localhost', ['kubernetes', 'api.localhost']],
  ])('is found on the host, and verified as %s', async (name, host, names) => {
    const { port } = await startTlsServer(CA.issue(names), HOST);
    const target = await reached(`https://${host}:${port}/prefix`, loopbackNetwork(DOCKER));
    expect(target.server.href).toBe(`https://host.docker.internal:${port}/prefix`);
    expect(target.cluster).toMatchObject({
      ...CLUSTER,
      server: `https://host.docker.internal:${port}/prefix`,
      'tls-server-name': name,
    });
    expect(target.cluster).not.toHaveProperty('insecure-skip-tls-verify');
  });

  it('is found on the host where IPv6 leads there', async () => {
    const { port } = await startTlsServer(CA.issue(['localhost']), '::1');
    const network = loopbackNetwork({ 'host.docker.internal': '::1' });
    const { cluster } = await reached(`https://127.0.0.1:${port}`, network);
    expect(cluster).toMatchObject({
      server: `https://host.docker.internal:${port}`,
      'tls-server-name': 'localhost',
    });
  });

  it('is found behind the gateway', async () => {
    const { port } = await startTlsServer(CA.issue(['localhost']), HOST);
    const { cluster } = await reached(`https://127.0.0.1:${port}`, loopbackNetwork({}, { gateway: HOST }));
    expect(cluster.server).toBe(`https://${HOST}:${port}`);
  });

  it.each([
    ['kind-dev', 'dev-control-plane', 6443],
    ['k3d-dev', 'k3d-dev-serverlb', 6443],
    ['minikube', 'minikube', 8443],
  ])('is found in the network of %s', async (context, host, inside) => {
    const { port } = await startTlsServer(CA.issue(['localhost']), HOST);
    const network = loopbackNetwork({ [host]: HOST }, { ports: { [inside]: port } });
    const { cluster } = await reached(`https://127.0.0.1:${await closedPort()}`, network, {}, context);
    expect(cluster).toMatchObject({ server: `https://${host}:${inside}`, 'tls-server-name': 'localhost' });
  });

  it('is the first that proves itself, not the first that answers', async () => {
    const impostor = await startTlsServer(createAuthority('other').issue(['localhost']), HOST);
    const genuine = await startTlsServer(CA.issue(['localhost']), '127.0.0.3');
    const network = loopbackNetwork(
      { 'host.docker.internal': HOST, 'dev-control-plane': '127.0.0.3' },
      { ports: { 6443: genuine.port } },
    );
    const { cluster } = await reached(`https://127.0.0.1:${impostor.port}`, network, {}, 'kind-dev');
    expect(cluster.server).toBe('https://dev-control-plane:6443');
  });

  it('must show the certificate for the name that it is asked for', async () => {
    const { port } = await startTlsServer(CA.issue(['localhost']), HOST, { localhost: CA.issue(['other']) });
    await expect(reached(`https://127.0.0.1:${port}`, loopbackNetwork(DOCKER))).rejects.toThrow(
      `host.docker.internal:${port} (its certificate is for other, not for localhost)`,
    );
  });

  it('keeps the name that the kubeconfig gives, and is verified by it alone', async () => {
    const { port, names } = await startTlsServer(CA.issue(['localhost', 'own.example']), HOST);
    const own = { 'tls-server-name': 'own.example' };
    const { cluster } = await reached(`https://127.0.0.1:${port}`, loopbackNetwork(DOCKER), own);
    expect(cluster['tls-server-name']).toBe('own.example');
    expect(names).toEqual(['own.example']);
    const wrong = { 'tls-server-name': 'other.example' };
    await expect(reached(`https://127.0.0.1:${port}`, loopbackNetwork(DOCKER), wrong)).rejects.toThrow(
      /its certificate is for localhost, own.example, not for other.example/,
    );
  });

  it('needs no name and no certificate where the kubeconfig verifies nothing', async () => {
    const { port } = await startTlsServer(createAuthority('other').issue(['else']), HOST);
    const insecure = { 'insecure-skip-tls-verify': true };
    const { cluster } = await reached(`https://127.0.0.1:${port}`, loopbackNetwork(DOCKER), insecure);
    expect(cluster).toMatchObject({ server: `https://host.docker.internal:${port}`, ...insecure });
    expect(cluster).not.toHaveProperty('tls-server-name');
  });

  it('may speak plain HTTP', async () => {
    const { port } = await startTlsServer(CA.issue(['localhost']), HOST);
    const { cluster } = await reached(`http://127.0.0.1:${port}`, loopbackNetwork(DOCKER));
    expect(cluster.server).toBe(`http://host.docker.internal:${port}`);
  });
});

describe('a server that is not to be touched', () => {
  it.each([
    ['on another machine', 'https://192.168.49.2:8443', {}],
    ['with a name', 'https://kubernetes.docker.internal:6443', {}],
    ['behind a proxy of its own', 'https://127.0.0.1:6443', { 'proxy-url': 'socks5://localhost:1080' }],
  ])('%s is not even asked', async (_, server, more) => {
    const network = loopbackNetwork(DOCKER);
    const target = targetAt(server, { ...CLUSTER, ...more });
    expect(await reach(target, network, new AbortController().signal)).toBe(target);
    expect([network.dialled, network.resolved]).toEqual([[], []]);
  });
});

describe('a server that answers nowhere', () => {
  it.each([
    ['a wrong name', () => CA.issue(['10.96.0.1']), /its certificate is for 10.96.0.1, not for 127.0.0.1/],
    ['an expired certificate', () => CA.issue(['localhost'], { notAfter: new Date(0) }), /has expired/],
    ['another authority', () => createAuthority('other').issue(['localhost']), /not of the authority/],
  ])('is refused with %s', async (_, issue, reason) => {
    const { port } = await startTlsServer(issue(), HOST);
    const failure = reached(`https://127.0.0.1:${port}`, loopbackNetwork(DOCKER));
    await expect(failure).rejects.toThrow(reason);
    await expect(failure).rejects.toMatchObject({ code: 'cluster-unreadable' });
  });

  it('names each address that was tried, in order, and what came of it', async () => {
    const port = await closedPort();
    const network = loopbackNetwork(DOCKER, { gateway: '127.0.0.4' });
    await expect(reached(`https://127.0.0.1:${port}`, network, {}, 'kind-dev')).rejects.toThrow(
      'the kind cluster of context "kind-dev" cannot be reached from here; tried ' +
        `127.0.0.1:${port} (connection refused), host.docker.internal:${port} (connection refused), ` +
        `gateway.docker.internal:${port} (does not resolve), 127.0.0.4:${port} (connection refused)`,
    );
    expect(network.resolved.at(-1)).toBe('dev-control-plane');
  });

  it('stops where it is told to', async () => {
    const network = loopbackNetwork(DOCKER);
    const target = targetAt('https://127.0.0.1:6443', CLUSTER);
    await expect(reach(target, network, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
    expect(network.dialled).toEqual([]);
  });
});
