import { type AddressInfo, createServer, type Server } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { realNetwork } from '../../../../src/cluster/reach/network.ts';
import { createAuthority } from '../../../support/fake-api/certificate.ts';
import { closedPort, startTlsServer } from '../../../support/tls/tls-server.ts';

const CA = createAuthority();
const PATIENT = realNetwork();
const host = '127.0.0.1';

function handshake(more: object = {}) {
  return { authority: CA.cert, verifies: true, serverName: undefined, ...more };
}

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((listening) => server.listen(0, host, listening));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe('dialling', () => {
  it('gives the certificate, whatever name it is for', async () => {
    const { port, names } = await startTlsServer(CA.issue(['somewhere.example']));
    const named = await PATIENT.dial({ host, port }, handshake({ serverName: 'kubernetes' }));
    expect(named).toMatchObject({ state: 'open', certificate: { subjectaltname: 'DNS:somewhere.example' } });
    await PATIENT.dial({ host, port }, handshake());
    expect(names).toEqual(['kubernetes']);
  });

  it('connects alone where no handshake is wanted', async () => {
    const port = await portOf(createServer((socket) => void socket.on('error', () => {}).resume()));
    expect(await PATIENT.dial({ host, port }, null)).toEqual({ state: 'open', certificate: null });
  });

  it('does not verify where it is told not to', async () => {
    const { port } = await startTlsServer(createAuthority('other').issue(['localhost']));
    expect(await PATIENT.dial({ host, port }, handshake({ verifies: false }))).toMatchObject({ state: 'open' });
  });

  it.each([
    ['another authority', () => createAuthority('other').issue(['localhost']), /not of the authority/],
    ['an authority of the same name', () => createAuthority().issue(['localhost']), /not of the authority/],
    ['an expired one', () => CA.issue(['localhost'], { notAfter: new Date(Date.now() - 60_000) }), /has expired/],
    ['one of tomorrow', () => CA.issue(['localhost'], { notBefore: new Date(Date.now() + 60_000) }), /not yet valid/],
  ])('refuses a certificate: %s', async (_, issue, reason) => {
    const { port } = await startTlsServer(issue());
    expect(await PATIENT.dial({ host, port }, handshake())).toEqual({
      state: 'failed',
      reason: expect.stringMatching(reason),
    });
  });

  it('takes no authority but those of Node where the kubeconfig has none', async () => {
    const { port } = await startTlsServer(CA.issue(['localhost']));
    expect(await PATIENT.dial({ host, port }, handshake({ authority: undefined }))).toMatchObject({ state: 'failed' });
  });

  it('fails where nobody listens', async () => {
    const port = await closedPort();
    expect(await PATIENT.dial({ host, port }, handshake())).toEqual({ state: 'failed', reason: 'connection refused' });
  });

  it('fails where something else than TLS answers', async () => {
    const port = await portOf(createServer((socket) => void socket.on('error', () => {}).end('SSH-2.0-OpenSSH\r\n')));
    expect(await PATIENT.dial({ host, port }, handshake())).toEqual({ state: 'failed', reason: 'does not speak TLS' });
  });

  it('fails where the authority is no certificate', async () => {
    const { port } = await startTlsServer(CA.issue(['localhost']));
    const authority = '-----BEGIN CERTIFICATE-----\nhello\n-----END CERTIFICATE-----\n';
    expect(await PATIENT.dial({ host, port }, handshake({ authority }))).toMatchObject({ state: 'failed' });
  });

  it('gives a silent server up', async () => {
    const port = await portOf(createServer((socket) => void socket.on('error', () => {}).resume()));
    const hasty = realNetwork({ connectMs: 5_000, handshakeMs: 1 });
    expect(await hasty.dial({ host, port }, handshake())).toEqual({ state: 'failed', reason: 'no answer in time' });
  });
});

describe('names', () => {
  it('resolve to addresses, or to none', async () => {
    expect(await PATIENT.resolve('localhost')).toContain('127.0.0.1');
    expect(await PATIENT.resolve('no-such-host.invalid')).toEqual([]);
  });
});
