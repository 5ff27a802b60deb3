import { Agent } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../../../src/cluster/api/endpoint.ts';
import { timedOut, unanswered } from '../../../../src/cluster/api/unanswered.ts';

const ENDPOINT: Endpoint = {
  server: new URL('https://api.example:6443'),
  label: 'api.example:6443 (context prod)',
  access: {
    agent: new Agent(),
    verifiesServer: true,
    headers: async () => ({}),
    renew: async () => false,
    advice: () => '',
  },
  headers: {},
  requestTimeoutMs: 90_000,
};

function failing(code: string, message = ''): Error {
  return Object.assign(new Error(message), { code });
}

describe('unanswered', () => {
  it.each([
    ['ENOTFOUND', 'cannot be reached: the name api.example does not resolve', true],
    ['EAI_AGAIN', 'cannot be reached: the name api.example does not resolve', true],
    ['EHOSTUNREACH', 'cannot be reached: no route to it', true],
    ['ETIMEDOUT', 'cannot be reached: connecting timed out', true],
    ['EPIPE', 'closed the connection without an answer', true],
    ['HPE_INVALID_CONSTANT', 'does not speak HTTP', false],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'shows a certificate of an authority that the kubeconfig does not know', false],
  ])('has words for %s', (code, sentence, transient) => {
    const error = unanswered(ENDPOINT, failing(code));
    expect(error).toMatchObject({ code: 'cluster-unreadable', transient, hint: expect.any(String) });
    expect(error.message).toBe(`the API server at api.example:6443 (context prod) ${sentence}`);
  });

  it('passes on what it has no words for', () => {
    expect(unanswered(ENDPOINT, failing('EWHATEVER', 'odd things')).message).toMatch(/cannot be reached: odd things$/);
    expect(unanswered(ENDPOINT, failing('EWHATEVER')).message).toMatch(/cannot be reached: EWHATEVER$/);
  });

  it('names the proxy where that is in the way', () => {
    const error = unanswered(ENDPOINT, new Error('Bad response: 407'));
    expect(error.message).toMatch(/cannot be reached through its proxy: Bad response: 407$/);
    expect(error.hint).toContain('proxy-url');
  });

  it('says how long it has waited', () => {
    expect(timedOut(ENDPOINT)).toMatchObject({ reason: 'no answer within 90 s', transient: false });
  });
});
