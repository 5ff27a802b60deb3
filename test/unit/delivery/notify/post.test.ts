import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Channel } from '../../../../src/delivery/notify/channels.ts';
import { callHook } from '../../../../src/delivery/notify/hook.ts';
import type { Notice } from '../../../../src/delivery/notify/notice.ts';
import { occasionKey, post } from '../../../../src/delivery/notify/post.ts';
import { tell } from '../../../../src/delivery/notify/tell.ts';

interface Got {
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let server: Server;
let port = 0;
let got: Got[] = [];
let answer: { status: number; body?: string; headers?: Record<string, string> } | null = { status: 200 };

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += String(piece);
    got.push({ url: request.url, headers: request.headers, body });
    if (answer === null) return;
    response.writeHead(answer.status, answer.headers).end(answer.body ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  got = [];
  answer = { status: 200 };
});

const secret = 'a-secret-of-more-than-32-characters';
const channel = (more: Partial<Channel> = {}): Channel => ({
  name: 'oncall',
  type: 'webhook',
  url: `http://127.0.0.1:${port}/hidden/path?token=x`,
  secret: null,
  allowPrivate: true,
  ...more,
});
const occasion = { run: 'r1', step: 's1' };
const posting = { timeoutMs: 5_000, signal: new AbortController().signal, now: new Date('2026-03-01T12:00:00Z') };
const notice: Notice = {
  event: 'Blocked',
  severity: 'low',
  title: 'Blocked',
  cluster: null,
  run: 'r1',
  items: [],
  at: '2026-03-01T12:00:00Z',
};

describe('tell', () => {
  it('posts once, signed over time and body, with a key that is the same for the same message', async () => {
    expect(await tell(channel({ secret }), notice, occasion, posting)).toBeNull();
    expect(got).toHaveLength(1);
    const { headers, body, url } = got[0] ?? { headers: {}, body: '', url: '' };
    expect(url).toBe('/hidden/path?token=x');
    expect(JSON.parse(body)).toMatchObject({ event: 'Blocked', groups: [] });
    expect(headers['x-mekhanikube-timestamp']).toBe('1772366400');
    const expected = createHmac('sha256', secret).update(`1772366400.${body}`).digest('hex');
    expect(headers['x-mekhanikube-signature']).toBe(`sha256=${expected}`);
    expect(headers['idempotency-key']).toBe(occasionKey('oncall', occasion));
    expect(headers.authorization).toBeUndefined();
  });

  it('has another key for another channel, step or run', () => {
    const keys = [
      occasionKey('a', occasion),
      occasionKey('b', occasion),
      occasionKey('a', { run: 'r1', step: 's2' }),
      occasionKey('a', { run: 'r2', step: 's1' }),
    ];
    expect(new Set(keys).size).toBe(4);
    expect(occasionKey('a', { ...occasion })).toBe(keys[0]);
  });

  it('finds the API of an Alertmanager below its address', async () => {
    await tell(channel({ type: 'alertmanager', url: `http://127.0.0.1:${port}/am/` }), notice, occasion, posting);
    expect(got[0]?.url).toBe('/am/api/v2/alerts');
    expect(got[0]?.headers['x-mekhanikube-signature']).toBeUndefined();
  });
});

describe('post', () => {
  it('names the channel and never its address or secret', async () => {
    answer = { status: 500, body: `no ${secret} at /hidden/path?token=x` };
    const failure = await post(channel({ secret }), {}, occasion, posting);
    expect(failure).toMatchObject({
      message: 'could not send the message to channel oncall: it answered 500: no *** at ***',
      status: 500,
    });
  });

  it('follows no redirect', async () => {
    answer = { status: 307, headers: { Location: `http://127.0.0.1:${port}/elsewhere` } };
    expect((await post(channel(), {}, occasion, posting))?.status).toBe(307);
    expect(got).toHaveLength(1);
  });

  it('waits no longer than it is told', async () => {
    answer = null;
    const failure = await post(channel(), {}, occasion, { ...posting, timeoutMs: 50 });
    expect(failure?.message).toBe('could not send the message to channel oncall: no answer within 0.05 s');
  });

  it('sends nothing to this machine where the channel does not say so', async () => {
    const failure = await post(channel({ allowPrivate: false }), {}, occasion, posting);
    expect(failure?.message).toContain('its address is loopback, and the channel does not say allowPrivate');
    expect(got).toHaveLength(0);
  });

  it('judges what a name leads to, and connects to nothing else', async () => {
    const named = channel({ url: `http://hooks.example.com:${port}/x` });
    const to = (address: string) => async () => [{ address, family: 4 }];
    const failure = await post(named, {}, occasion, { ...posting, resolve: to('169.254.169.254') });
    expect(failure).toMatchObject({
      message: 'could not send the message to channel oncall: its address is link local',
    });
    expect(got).toHaveLength(0);
    expect(await post(named, {}, occasion, { ...posting, resolve: to('127.0.0.1') })).toBeNull();
    expect(got[0]?.headers.host).toBe(`hooks.example.com:${port}`);
  });
});

describe('callHook', () => {
  const ask = (onError: 'Block' | 'Ignore') =>
    callHook({ channel: channel(), onError }, { plan: 'p' }, occasion, posting);

  it('takes 2xx for a yes', async () => {
    answer = { status: 204 };
    expect(await ask('Block')).toEqual({ allows: true, note: 'hook oncall agrees' });
    expect(got[0]?.body).toBe('{"plan":"p"}');
  });

  it.each([403, 409])('takes %i for a no, whatever onError says', async (status) => {
    answer = { status, body: 'frozen' };
    expect(await ask('Ignore')).toMatchObject({ allows: false, reason: expect.stringContaining('frozen') });
    expect(await ask('Block')).toMatchObject({ allows: false });
  });

  it.each([500, 404, 302])('leaves %i to onError', async (status) => {
    answer = { status };
    expect(await ask('Ignore')).toMatchObject({ allows: true, note: expect.stringContaining('was not heard') });
    expect(await ask('Block')).toMatchObject({ allows: false, reason: expect.stringContaining('was not heard') });
  });

  it('leaves a receiver that is not there to onError', async () => {
    const dead = { channel: channel({ url: 'http://127.0.0.1:1/x' }), onError: 'Block' as const };
    expect(await callHook(dead, {}, occasion, posting)).toMatchObject({
      allows: false,
      reason: expect.stringContaining('ECONNREFUSED'),
    });
  });
});
