import { type AddressInfo, connect as connectSocket, createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { withExportNote } from '../../../../src/cluster/kubeconfig/expiry.ts';
import { createAuthority } from '../../../support/fake-api/certificate.ts';
import { startFakeApi } from '../../../support/fake-api/fake-api.ts';
import { unauthorized } from '../../../support/fake-api/faults.ts';
import { namespaces } from '../../../support/fake-api/objects.ts';
import { snapshotFrom } from '../../../support/fake-api/snapshot-of.ts';
import { base64 } from '../../../support/tls/target.ts';

const CA = createAuthority();

async function versionFrom(names: readonly string[], cluster: object, server?: string): Promise<string | null> {
  const api = await startFakeApi({ objects: namespaces('default'), tls: CA.issue(names) });
  const parts = {
    server: server?.replace('PORT', String(api.port)) ?? api.url,
    cluster: { 'certificate-authority-data': base64(CA.cert), ...cluster },
  };
  return (await snapshotFrom(parts, { kinds: ['Node'] })).cluster.version;
}

describe('an IP address as tls-server-name', () => {
  it('is verified as kubectl does, and not sent, of which Node would warn', async () => {
    const warnings: string[] = [];
    const onWarning = ({ message }: Error) => void warnings.push(message);
    process.on('warning', onWarning);
    onTestFinished(() => void process.off('warning', onWarning));
    expect(await versionFrom(['10.96.0.1'], { 'tls-server-name': '10.96.0.1' })).toBe('v1.34.4');
    // Warnings come a turn later.
    await new Promise((turn) => setImmediate(turn));
    expect(warnings.filter((message) => message.includes('ServerName'))).toEqual([]);
  });

  it('is refused where the certificate is for another', async () => {
    await expect(versionFrom(['10.96.0.1', '127.0.0.1'], { 'tls-server-name': '10.96.0.2' })).rejects.toThrow(
      'shows a certificate that is not for 10.96.0.2, but for 10.96.0.1, 127.0.0.1',
    );
  });
});

describe('behind a SOCKS proxy', () => {
  /** One without a password, for IPv4 addresses, that leads to 127.0.0.1 whatever it is asked for. */
  async function startProxy(): Promise<string> {
    const proxy = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => {
        socket.write(Buffer.from([5, 0]));
        socket.once('data', (request: Buffer) => {
          const onward = connectSocket(request.readUInt16BE(8), '127.0.0.1', () => {
            socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
            onward.pipe(socket).pipe(onward);
          });
          onward.on('error', () => {});
        });
      });
    });
    await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening));
    onTestFinished(() => void proxy.close());
    return `socks5://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  }

  it('the server is verified, not the proxy', async () => {
    const cluster = { 'proxy-url': await startProxy() };
    expect(await versionFrom(['10.96.0.1'], cluster, 'https://10.96.0.1:PORT')).toBe('v1.34.4');
    await expect(versionFrom(['127.0.0.1', 'localhost'], cluster, 'https://10.96.0.1:PORT')).rejects.toThrow(
      'shows a certificate that is not for 10.96.0.1',
    );
  });
});

describe('exported credentials that are refused', () => {
  async function hintFor(user: object): Promise<string> {
    const api = await startFakeApi({ tls: CA.issue(['127.0.0.1']), faults: [unauthorized(() => true)] });
    const parts = { server: api.url, cluster: { 'certificate-authority-data': base64(CA.cert) }, user: { ...user } };
    const thrown: unknown = await snapshotFrom(parts, { kinds: ['Node'] }).catch((failure: unknown) => failure);
    return thrown instanceof Error && 'hint' in thrown ? String(thrown.hint) : '';
  }
  const expires = new Date('2026-01-10T12:00:00Z');
  const when = 'expired at 2026-01-10T12:00:00Z';

  it('say when they expired, and what to do', async () => {
    expect(await hintFor(withExportNote({ token: 'opaque' }, { from: 'plugin', expires }))).toBe(
      `the token of context "fake" ${when}: export it again, on the host: mekhanikube kubeconfig export --exec-token`,
    );
    expect(await hintFor(withExportNote({ token: 'opaque' }, { from: 'service-account', expires }))).toBe(
      `the token of context "fake" ${when}: export it again, on the host: mekhanikube kubeconfig export --service-account NAME`,
    );
    const { cert, key } = CA.issue(['me'], { notAfter: expires });
    const pair = { 'client-certificate-data': base64(cert), 'client-key-data': base64(key) };
    expect(await hintFor(withExportNote(pair, { from: 'plugin', expires }))).toBe(
      `the client certificate of user "fake-user" ${when}: export it again, on the host: mekhanikube kubeconfig export --exec-token`,
    );
  });

  it('say nothing of a time that is still to come', async () => {
    const later = new Date(Date.now() + 3_600_000);
    expect(await hintFor(withExportNote({ token: 'opaque' }, { from: 'plugin', expires: later }))).toMatch(
      /^the token of context "fake" is wrong or no longer valid: export it again/,
    );
  });
});
