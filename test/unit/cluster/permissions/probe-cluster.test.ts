import { describe, expect, test } from 'vitest';
import { findCluster, openEndpoint, probeCluster } from '../../../../src/cluster/permissions/index.ts';
import { createAuthority } from '../../../support/fake-api/certificate.ts';
import { type FakeApiOptions, startFakeApi } from '../../../support/fake-api/fake-api.ts';
import * as fault from '../../../support/fake-api/faults.ts';
import {
  type KubeconfigParts,
  temporaryFolder,
  writeKubeconfig,
  writeTemporary,
} from '../../../support/fake-api/kubeconfig.ts';

const signal = new AbortController().signal;
const ca = createAuthority();
const CA = { 'certificate-authority-data': Buffer.from(ca.cert).toString('base64') };
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
const TOKEN_END = new Date('2031-02-03T04:05:06Z');
const jwt = (claims: object) => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.planted-signature`;

async function probe(parts: KubeconfigParts, env: Record<string, string> = {}, requestTimeoutMs = 10_000) {
  const found = await findCluster({ kubeconfig: writeKubeconfig(parts) }, { env, home: '/nonexistent' });
  if (found.state !== 'found') throw new Error(found.message);
  const open = () => openEndpoint(found.target, found.facts, { requestTimeoutMs });
  return probeCluster(found, open, signal);
}

async function probeTls(names: readonly string[], days: number, parts: Partial<KubeconfigParts> = {}) {
  const { url } = await startFakeApi({ tls: ca.issue(names, { notBefore: inDays(-400), notAfter: inDays(days) }) });
  return probe({ server: url, cluster: CA, ...parts });
}

describe('finding the cluster', () => {
  test('tells the file, the context and the server', async () => {
    const path = writeKubeconfig({ server: 'https://user:planted@127.0.0.1:6443/k8s/clusters/c', namespace: 'shop' });
    const found = await findCluster({ kubeconfig: path }, { env: {}, home: '/nonexistent' });
    expect(found).toMatchObject({
      state: 'found',
      facts: {
        files: [path],
        context: 'fake',
        namespace: 'shop',
        server: 'https://127.0.0.1:6443/k8s/clusters/c',
        host: '127.0.0.1',
        port: 6443,
        isLoopback: true,
        isTls: true,
        isVerified: true,
        proxy: null,
      },
    });
    if (found.state === 'found') expect(JSON.stringify(found.facts)).not.toContain('planted');
  });

  test('names the proxy, and no password of it', async () => {
    const path = writeKubeconfig({ server: 'https://api.example' });
    const env = { HTTPS_PROXY: 'http://jane:planted@proxy.example:3128' };
    const found = await findCluster({ kubeconfig: path }, { env, home: '/nonexistent' });
    expect(found).toMatchObject({ facts: { proxy: 'proxy.example:3128', port: 443, isLoopback: false } });
    if (found.state === 'found') expect(JSON.stringify(found.facts)).not.toContain('planted');
  });

  test.each([
    ['nothing there', {}],
    ['no such context', { kubeconfig: () => writeKubeconfig({ server: 'https://x' }), context: 'fke' }],
    ['no YAML', { kubeconfig: () => writeTemporary('users: [{token: planted') }],
  ])(
    'says what is wrong: %s',
    async (_what, { kubeconfig, context }: { kubeconfig?: () => string; context?: string }) => {
      const found = await findCluster({ kubeconfig: kubeconfig?.(), context }, { env: {}, home: temporaryFolder() });
      expect(found).toMatchObject({ state: 'not-found', message: expect.any(String), hint: expect.any(String) });
      expect(JSON.stringify(found)).not.toContain('planted');
    },
  );
});

describe('how a server answers', () => {
  test('tells its version and how long it took', async () => {
    const { url } = await startFakeApi();
    const facts = await probe({ server: url });
    expect(facts).toMatchObject({ state: 'answered', server: { version: 'v1.34.4', certificate: null } });
    expect(facts.state === 'answered' && facts.server.answerMs).toBeGreaterThanOrEqual(0);
  });

  test('tells whom its certificate is for, and until when', async () => {
    const facts = await probeTls(['127.0.0.1', 'kubernetes'], 12);
    expect(facts).toMatchObject({ server: { certificate: { names: ['127.0.0.1', 'kubernetes'] } } });
    const end = facts.state === 'answered' ? Date.parse(facts.server.certificate?.expiresAt ?? '') : 0;
    expect(Math.abs(end - inDays(12).getTime())).toBeLessThan(60_000);
  });

  test('shows the certificate though it is not verified', async () => {
    const facts = await probeTls(['other'], -1, { cluster: { 'insecure-skip-tls-verify': true } });
    expect(facts).toMatchObject({ target: { isVerified: false }, server: { certificate: { names: ['other'] } } });
  });

  test.each([
    ['expired', ['127.0.0.1'], -1, CA, /has expired/],
    ['for another name', ['kubernetes'], 9, CA, /not for 127\.0\.0\.1, but for kubernetes/],
    ['of an unknown authority', ['127.0.0.1'], 9, {}, /authority that the kubeconfig does not know/],
  ] as const)('a certificate %s is refused', async (_what, names, days, cluster, message) => {
    const facts = await probeTls(names, days, { cluster });
    expect(facts).toMatchObject({
      state: 'unreadable',
      message: expect.stringMatching(message),
      hint: expect.any(String),
    });
  });

  test('tells how far its clock is ahead', async () => {
    const at = async (date: Date) => probe({ server: (await startFakeApi({ date: date.toUTCString() })).url });
    const ahead = async (ms: number) => {
      const facts = await at(new Date(Date.now() + ms));
      return facts.state === 'answered' ? (facts.server.aheadSeconds ?? 0) : 0;
    };
    expect(Math.abs((await ahead(0)) - 0)).toBeLessThanOrEqual(5);
    expect(Math.abs((await ahead(3_600_000)) - 3_600)).toBeLessThanOrEqual(5);
    expect(Math.abs((await ahead(-300_000)) + 300)).toBeLessThanOrEqual(5);
    const none = await probe({ server: (await startFakeApi({ date: 'yesterday' })).url });
    expect(none).toMatchObject({ server: { aheadSeconds: null } });
  });

  test.each([
    ['a token with an end', { token: jwt({ exp: TOKEN_END.getTime() / 1000 }) }, 'token', TOKEN_END.toISOString()],
    ['a token without one', { token: 'planted-token' }, 'token', null],
    ['a password', { username: 'jane', password: 'planted' }, 'password', null],
    ['nothing', {}, 'none', null],
  ] as const)('tells the credentials: %s', async (_what, user, kind, expiresAt) => {
    const facts = await probeTls(['127.0.0.1'], 9, { user });
    expect(facts).toMatchObject({ server: { credentials: { kind, expiresAt } } });
    expect(JSON.stringify(facts)).not.toContain('planted');
  });

  test('tells the end of a client certificate', async () => {
    const own = ca.issue(['jane'], { notAfter: TOKEN_END });
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    const user = { 'client-certificate-data': base64(own.cert), 'client-key-data': base64(own.key) };
    const facts = await probeTls(['127.0.0.1'], 9, { user });
    expect(facts).toMatchObject({
      server: { credentials: { kind: 'certificate', expiresAt: TOKEN_END.toISOString() } },
    });
  });
});

describe('a server that cannot be read', () => {
  async function probeFaulty(options: FakeApiOptions, requestTimeoutMs?: number) {
    return probe({ server: (await startFakeApi(options)).url, user: { token: 'planted' } }, {}, requestTimeoutMs);
  }

  test.each([
    ['refuses the credentials', fault.unauthorized('/version'), /refuses the credentials \(401\)/],
    ['is a login page', fault.html('/version'), /answered 200 with HTML instead of JSON/],
    ['is ill', fault.status('/version', 500, 'etcd is down'), /answered 500: etcd is down/],
    ['closes the connection', fault.reset('/version'), /closed the connection/],
    ['breaks off', fault.cutBody('/version'), /broke off/],
  ])('%s', async (_what, wrong, message) => {
    const facts = await probeFaulty({ faults: [wrong] });
    expect(facts).toMatchObject({
      state: 'unreadable',
      message: expect.stringMatching(message),
      hint: expect.any(String),
    });
    expect(JSON.stringify(facts)).not.toContain('planted');
  });

  test('does not answer in time', async () => {
    const facts = await probeFaulty({ faults: [fault.hang('/version')] }, 300);
    expect(facts).toMatchObject({ message: expect.stringContaining('did not answer within 0.3 s') });
  });

  test('is not there', async () => {
    const facts = await probe({ server: 'https://127.0.0.1:9' });
    expect(facts).toMatchObject({ state: 'unreadable', message: expect.stringContaining('refuses connections') });
  });

  test('needs a plugin that is not installed', async () => {
    const exec = { command: 'no-such-plugin-here', apiVersion: 'client.authentication.k8s.io/v1' };
    const facts = await probe({ server: 'https://127.0.0.1:9', user: { exec } });
    expect(facts).toMatchObject({ state: 'unreadable', message: expect.stringContaining('"no-such-plugin-here"') });
  });

  test('hides its version, and can be read all the same', async () => {
    const facts = await probeFaulty({ faults: [fault.forbidden('/version')] });
    expect(facts).toMatchObject({ state: 'answered', server: { version: null } });
  });
});
