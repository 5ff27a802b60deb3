import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type Delivery, toAlertmanager, toPushgateway } from '../../../src/delivery/receivers.ts';
import { send } from '../../../src/delivery/send.ts';
import { createAuthority } from '../../support/fake-api/certificate.ts';
import { type Reply, type Sink, startSink } from '../../support/sink/index.ts';

const CREDENTIAL = { authorization: 'Bearer s3cr3t-token', secrets: ['s3cr3t-token'] };
const open: Sink[] = [];
afterEach(async () => {
  for (const sink of open.splice(0)) await sink.close();
});

async function sink(...args: Parameters<typeof startSink>): Promise<Sink> {
  const started = await startSink(...args);
  open.push(started);
  return started;
}

function sent(delivery: Delivery, timeoutMs = 20_000, signal = new AbortController().signal) {
  return send(delivery, { timeoutMs, signal, env: {} });
}

async function failureFor(reply: Reply, timeoutMs?: number) {
  const { address } = await sink(reply);
  return sent(toAlertmanager(address, '[]', CREDENTIAL), timeoutMs);
}

test('metrics replace those of the cluster', async () => {
  const { address, received } = await sink({ status: 202 });
  expect(await sent(toPushgateway(`${address}/prefix`, 'a/b', 'up 1\n', null))).toBeNull();
  expect(received).toMatchObject([
    { method: 'PUT', path: '/prefix/metrics/job/mekhanikube/cluster@base64/YS9i', body: 'up 1\n' },
  ]);
  expect(received[0]?.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(received[0]?.headers).not.toHaveProperty('authorization');
});

test('alerts are posted, with the credential', async () => {
  const { address, received } = await sink({ status: 200 });
  expect(await sent(toAlertmanager(address, '[{"ü":1}]', CREDENTIAL))).toBeNull();
  expect(received).toMatchObject([{ method: 'POST', path: '/api/v2/alerts', body: '[{"ü":1}]' }]);
  expect(received[0]?.headers).toMatchObject({
    'content-type': 'application/json',
    authorization: 'Bearer s3cr3t-token',
  });
});

test.each([
  [{ status: 500, body: 'disk\nfull \u001b[31m' }, /it answered 500: disk full \[31m$/, /log/],
  [{ status: 400, body: '' }, /it answered 400$/, /log/],
  [{ status: 401, body: 'no s3cr3t-token here' }, /401: no \*\*\* here$/, /MEKHANIKUBE_ALERTMANAGER_TOKEN/],
  [{ status: 404 }, /404$/, /without the path of its API/],
  [{ status: 500, body: 'x'.repeat(100_000) }, /500: x{199}…$/, /log/],
])('an answer that is no yes is a failure: %o', async (reply, message, hint) => {
  const failure = await failureFor(reply);
  expect(failure?.message).toMatch(/^could not send the alerts to the Alertmanager at http:\/\/127\.0\.0\.1:\d+: /);
  expect(failure?.message).toMatch(message);
  expect(failure?.hint).toMatch(hint);
});

test('a redirect is not followed', async () => {
  const elsewhere = await sink();
  const failure = await failureFor({ status: 307, headers: { location: `${elsewhere.address}/api/v2/alerts` } });
  expect(failure?.message).toMatch(/it answered 307$/);
  expect(failure?.hint).toMatch(/redirects are not followed/);
  expect(elsewhere.received).toEqual([]);
});

test('who never answers is given up', async () => {
  expect((await failureFor('silence', 100))?.message).toMatch(/no answer within 0\.1 s$/);
});

test('an answer that never ends is not waited for', async () => {
  const endless = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nbegin'));
  });
  await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve));
  const address = endless.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  expect(await sent(toAlertmanager(`http://127.0.0.1:${port}`, '[]', null))).toBeNull();
  endless.close();
});

test('nobody there, and no such name', async () => {
  const { address, close } = await startSink();
  await close();
  expect((await sent(toAlertmanager(address, '[]', null)))?.message).toMatch(/: ECONNREFUSED$/);
  const unknown = await sent(toAlertmanager('http://nowhere.invalid', '[]', null));
  expect(unknown?.message).toMatch(/at http:\/\/nowhere\.invalid: its name cannot be resolved$/);
});

test('a certificate that nobody trusts is refused before anything is sent', async () => {
  const { address, received } = await sink({ status: 200 }, createAuthority().issue(['127.0.0.1']));
  const failure = await sent(toAlertmanager(address, '[]', CREDENTIAL));
  expect(failure?.message).toMatch(/its certificate is not trusted \([A-Z_]+\)$/);
  expect(received).toEqual([]);
});

test('an interruption ends it', async () => {
  const { address } = await sink('silence');
  const interruption = new AbortController();
  const sending = sent(toAlertmanager(address, '[]', null), 20_000, interruption.signal);
  interruption.abort();
  expect(await sending).not.toBeNull();
});
