import { expect, it } from 'vitest';
import { modelError } from '../../../../src/explain/model/failure.ts';
import { transportError } from '../../../../src/explain/model/transport.ts';

const guard = { who: 'M at http://h', signal: new AbortController().signal };

function fetchFailed(cause: unknown): Error {
  return new TypeError('fetch failed', { cause });
}

function coded(code: string): Error {
  return Object.assign(new Error(`no luck: ${code}`), { code });
}

it.each([
  [fetchFailed(coded('ECONNREFUSED')), 'before', 'unreachable', 'cannot be reached (ECONNREFUSED)'],
  [fetchFailed(coded('ENOTFOUND')), 'before', 'unreachable', 'ENOTFOUND'],
  [
    fetchFailed(new AggregateError([coded('ECONNREFUSED'), coded('ENETUNREACH')])),
    'before',
    'unreachable',
    'ECONNREFUSED',
  ],
  [fetchFailed(coded('UND_ERR_CONNECT_TIMEOUT')), 'before', 'unreachable', 'UND_ERR_CONNECT_TIMEOUT'],
  [fetchFailed(coded('CERT_HAS_EXPIRED')), 'before', 'unreachable', 'CERT_HAS_EXPIRED'],
  [fetchFailed(coded('UND_ERR_HEADERS_TIMEOUT')), 'before', 'timeout', 'did not answer in time'],
  [fetchFailed(coded('UND_ERR_SOCKET')), 'before', 'cut-off', 'ended'],
  [fetchFailed(new Error('unexpected redirect')), 'before', 'refused', 'redirect'],
  [new Error('odd\nthing'), 'before', 'unreachable', '(odd thing)'],
  ['text', 'before', 'unreachable', '(text)'],
  [new TypeError('terminated'), 'during', 'cut-off', 'ended'],
  [fetchFailed(coded('UND_ERR_BODY_TIMEOUT')), 'during', 'timeout', 'did not answer in time'],
] as const)('%s, %s the answer, is %s', (thrown, when, kind, words) => {
  const { failure } = transportError(thrown, guard, when);
  expect(failure).toMatchObject({ kind, message: expect.stringContaining(words) });
  expect(failure.message).toContain('M at http://h');
});

it('keeps what is known already, unless the caller stopped', () => {
  const known = modelError('timeout', 'late');
  expect(transportError(known, guard, 'during')).toBe(known);
  const stopped = { ...guard, signal: AbortSignal.abort() };
  expect(transportError(known, stopped, 'during').failure.kind).toBe('interrupted');
});
