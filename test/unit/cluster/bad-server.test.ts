import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { MekhanikubeError } from '../../../src/base/errors.ts';
import { takeSnapshot } from '../../../src/cluster/index.ts';
import { createAuthority } from '../../support/fake-api/certificate.ts';
import { startFakeApi } from '../../support/fake-api/fake-api.ts';
import {
  cutBody,
  type Fault,
  forbidden,
  hang,
  html,
  noSuchGroup,
  reset,
  status,
  text,
  tooManyRequests,
  unauthorized,
} from '../../support/fake-api/faults.ts';
import type { KubeconfigParts } from '../../support/fake-api/kubeconfig.ts';
import { connectTo, notedPauses, snapshotFrom } from '../../support/fake-api/snapshot-of.ts';

const CA = createAuthority();
const TRUSTED = { 'certificate-authority-data': Buffer.from(CA.cert).toString('base64') };
const DAY_MS = 86_400_000;

/** Two of them are made of what is no list: that none of it could be had is nothing that was read. */
const KINDS = ['Pod', 'Node', 'Deployment', 'ContainerLog', 'VolumeUsage'] as const;

/** How the reading of a server fails. */
async function failure(parts: KubeconfigParts, options = {}): Promise<MekhanikubeError> {
  const thrown: unknown = await snapshotFrom(parts, { kinds: KINDS }, options).catch((e) => e);
  if (!(thrown instanceof MekhanikubeError)) throw new Error(`no clear error: ${String(thrown)}`, { cause: thrown });
  return thrown;
}

async function failureWith(faults: readonly Fault[], options = {}): Promise<MekhanikubeError> {
  const api = await startFakeApi({ faults });
  const error = await failure({ server: api.url }, options);
  expect(error.hint).toBeTruthy();
  return Object.assign(error, { message: error.message.replaceAll(String(api.port), 'PORT') });
}

const ANY = /./;
const SERVER = 'the API server at 127.0.0.1:PORT (context fake)';

describe('a server that does not answer as it should', () => {
  it.each<[string, readonly Fault[], string]>([
    ['resets', [reset(ANY)], `${SERVER} closed the connection without an answer`],
    ['cuts the body short', [cutBody(ANY)], `${SERVER} broke off in the middle of an answer`],
    ['answers HTML', [html(ANY)], `${SERVER} cannot be read: answered 200 with HTML instead of JSON`],
    [
      'answers HTML for not found',
      [html(ANY, 404)],
      `${SERVER} cannot be read: answered 404 with HTML instead of JSON`,
    ],
    [
      'redirects to a login page',
      [status(ANY, 302, '', { headers: { location: 'https://login.example/?next=1' } })],
      `${SERVER} cannot be read: redirected (302) to login.example`,
    ],
    ['refuses the credentials', [unauthorized(ANY)], `${SERVER} refuses the credentials (401)`],
    ['refuses them later', [unauthorized('/api/v1/nodes')], `${SERVER} refuses the credentials (401)`],
    ['fails', [status(ANY, 500, 'etcd is away')], `${SERVER} cannot be read: answered 500: etcd is away`],
    [
      'fails at all lists',
      [status(/s$/, 500, 'etcd is away')],
      'nothing could be listed from 127.0.0.1:PORT (context fake): answered 500: etcd is away',
    ],
    ['is always too busy', [tooManyRequests(ANY, '1')], `${SERVER} cannot be read: answered 429: too many requests`],
    [
      'is another web server',
      [noSuchGroup(ANY)],
      'nothing could be listed from 127.0.0.1:PORT (context fake): not found, as if this were no Kubernetes API server',
    ],
    [
      'is plain text',
      [text(ANY, 200, 'text/plain', 'hello')],
      `${SERVER} cannot be read: answered 200 with text/plain instead of JSON`,
    ],
    [
      'expects TLS',
      [text(ANY, 400, 'text/plain', 'Client sent an HTTP request to an HTTPS server.\n')],
      `${SERVER} cannot be read: answered 400: Client sent an HTTP request to an HTTPS server.`,
    ],
  ])('one that %s', async (_, faults, message) => {
    expect(await failureWith(faults)).toMatchObject({ code: 'cluster-unreadable', message });
  });

  it('one that hangs', async () => {
    const error = await failureWith([hang(ANY)], { requestTimeoutMs: 200 });
    expect(error).toMatchObject({ code: 'cluster-unreadable', message: `${SERVER} did not answer within 0.2 s` });
  });

  it('one that forbids everything', async () => {
    const error = await failureWith([forbidden(/^\/api/)]);
    expect(error.message).toBe(
      'no right to list anything on 127.0.0.1:PORT (context fake): pods is forbidden: ' +
        'User "jane" cannot list resource "pods" in API group "" at the cluster scope',
    );
    expect(error.hint).toContain('kubectl create clusterrolebinding mekhanikube --clusterrole=view --user=jane');
  });
});

describe('a server that cannot be reached', () => {
  // A name may have several addresses, which Node tries in turn: another error.
  it.each(['127.0.0.1', 'localhost'])('refuses connections on %s, and is asked once', async (host) => {
    const pauses = notedPauses();
    const error = await failure({ server: `https://${host}:1` }, { pauses });
    expect(error).toMatchObject({
      code: 'cluster-unreadable',
      message: `the API server at ${host}:1 (context fake) refuses connections`,
      hint: 'is the cluster running? See the server address: kubectl config view --minify',
    });
    expect(pauses.waitedMs).toEqual([]);
  });

  it('does not speak TLS', async () => {
    const api = await startFakeApi();
    const error = await failure({ server: api.url.replace('http:', 'https:') });
    expect(error.message).toMatch(/does not speak TLS$/);
  });

  it('speaks no HTTP', async () => {
    const server = createServer((socket) => socket.on('error', () => {}).end('SSH-2.0-OpenSSH_9.6\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const error = await failure({ server: `http://127.0.0.1:${port}` });
    server.close();
    expect(error).toMatchObject({ code: 'cluster-unreadable', hint: expect.any(String) });
    expect(error.message).toMatch(/^the API server at 127.0.0.1:\d+ \(context fake\) does not speak HTTP$/);
  });
});

describe('a certificate that cannot be trusted', () => {
  it('is for another name', async () => {
    const api = await startFakeApi({ tls: CA.issue(['kubernetes', '10.96.0.1']) });
    const error = await failure({ server: api.url, cluster: TRUSTED });
    expect(error.message).toMatch(/shows a certificate that is not for 127.0.0.1, but for kubernetes, 10.96.0.1$/);
    expect(error.hint).toContain('set tls-server-name: kubernetes');
  });

  it('is of an authority that nobody knows', async () => {
    const api = await startFakeApi({ tls: createAuthority('another').issue(['127.0.0.1']) });
    const error = await failure({ server: api.url, cluster: TRUSTED });
    expect(error.message).toMatch(/shows a certificate of an authority that the kubeconfig does not know$/);
    expect(error.hint).toContain('certificate-authority-data');
  });

  it.each([
    ['has expired', { notBefore: new Date(Date.now() - 2 * DAY_MS), notAfter: new Date(Date.now() - DAY_MS) }],
    ['is not yet valid', { notBefore: new Date(Date.now() + DAY_MS), notAfter: new Date(Date.now() + 2 * DAY_MS) }],
  ])('%s', async (what, validity) => {
    const api = await startFakeApi({ tls: CA.issue(['127.0.0.1'], validity) });
    const error = await failure({ server: api.url, cluster: TRUSTED });
    expect(error.message).toMatch(new RegExp(`shows a certificate that ${what}$`));
  });
});

describe('credentials that are refused', () => {
  async function hintFor(user: Record<string, unknown>): Promise<string | undefined> {
    const api = await startFakeApi({ tls: CA.issue(['127.0.0.1']), faults: [unauthorized(ANY)] });
    const { hint, message } = await failure({ server: api.url, cluster: TRUSTED, user });
    expect(message).toMatch(/refuses the credentials \(401\)$/);
    expect(`${message} ${hint}`).not.toContain('ecret');
    return hint;
  }

  function tokenWith(claims: object): string {
    return ['{}', JSON.stringify(claims), 'secret'].map((part) => Buffer.from(part).toString('base64url')).join('.');
  }

  it('because the token has expired', async () => {
    expect(await hintFor({ token: tokenWith({ exp: Date.parse('2026-01-10T12:00:00Z') / 1000 }) })).toBe(
      'the token of context "fake" expired at 2026-01-10T12:00:00Z: log in again, or fetch a new kubeconfig',
    );
  });

  it('because the token is wrong', async () => {
    const advice = 'the token of context "fake" is wrong or no longer valid: log in again, or fetch a new kubeconfig';
    expect(await hintFor({ token: 'Secret' })).toBe(advice);
    expect(await hintFor({ token: tokenWith({ exp: Date.now() / 1000 + 60 }) })).toBe(advice);
  });

  it('because the client certificate has expired', async () => {
    const notAfter = new Date('2026-01-10T12:00:00Z');
    const { cert, key } = CA.issue(['me'], { notBefore: new Date('2025-01-10T12:00:00Z'), notAfter });
    const user = {
      'client-certificate-data': Buffer.from(cert).toString('base64'),
      'client-key-data': Buffer.from(key).toString('base64'),
    };
    expect(await hintFor(user)).toBe(
      'the client certificate of user "fake-user" expired at 2026-01-10T12:00:00Z: fetch a new kubeconfig',
    );
  });

  it('because there are none, or a password', async () => {
    expect(await hintFor({})).toBe('context "fake" has no credentials: log in, or fetch a new kubeconfig');
    expect(await hintFor({ username: 'me', password: 'Secret' })).toBe(
      'the name and password of user "fake-user" are wrong, or not taken here',
    );
  });
});

describe('Ctrl-C', () => {
  it('ends requests and waits at once, with the reason of the signal', async () => {
    const interruption = new AbortController();
    const reason = new MekhanikubeError('interrupted', 'interrupted');
    const api = await startFakeApi({ faults: [hang('/api/v1/pods')] });
    const connection = await connectTo({ server: api.url });
    const reading = takeSnapshot(connection, { kinds: ['Pod'], namespaces: null, signal: interruption.signal });
    setTimeout(() => interruption.abort(reason), 50);
    await expect(reading).rejects.toBe(reason);
    const late = takeSnapshot(connection, { kinds: ['Pod'], namespaces: null, signal: interruption.signal });
    await expect(late).rejects.toBe(reason);
  });

  it('does not wait for Retry-After', async () => {
    const interruption = new AbortController();
    const api = await startFakeApi({ faults: [tooManyRequests('/api/v1/pods', '30')] });
    const connection = await connectTo({ server: api.url }, { pauses: undefined });
    const reading = takeSnapshot(connection, { kinds: ['Pod'], namespaces: null, signal: interruption.signal });
    setTimeout(() => interruption.abort(new Error('stop')), 50);
    await expect(reading).rejects.toThrow('stop');
  });
});
