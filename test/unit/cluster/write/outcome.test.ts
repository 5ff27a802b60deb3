import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Answer } from '../../../../src/cluster/api/send.ts';
import { readOutcome, type WriteOutcome } from '../../../../src/cluster/write/outcome.ts';

const answer = (status: number, body: unknown, retryAfterMs: number | null = null): Answer => ({
  status,
  contentType: 'application/json',
  servedAt: null,
  retryAfterMs,
  location: null,
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});
const failure = (status: number, rest: object = {}) =>
  answer(status, { kind: 'Status', message: 'it says why', ...rest });

const web = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' } };

test('a success holds the object, and nothing where the server says only that', () => {
  expect(readOutcome(answer(200, web))).toEqual({ state: 'done', object: web });
  expect(readOutcome(answer(201, web))).toEqual({ state: 'done', object: web });
  expect(readOutcome(answer(200, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' }))).toEqual({
    state: 'done',
    object: null,
  });
  expect(readOutcome(answer(202, ''))).toEqual({ state: 'done', object: null });
});

test.each<[string, Answer, WriteOutcome['state']]>([
  ['409', failure(409), 'conflict'],
  ['a failed test of a patch', failure(422, { reason: 'Invalid', details: {} }), 'conflict'],
  ['the same without details', failure(422, { reason: 'Invalid' }), 'conflict'],
  ['an object that is not valid', failure(422, { reason: 'Invalid', details: { name: 'web' } }), 'rejected'],
  ['causes', failure(422, { reason: 'Invalid', details: { causes: [{ reason: 'FieldValueInvalid' }] } }), 'rejected'],
  ['404', failure(404), 'missing'],
  ['400', failure(400), 'rejected'],
  ['401', failure(401), 'rejected'],
  ['403', failure(403), 'rejected'],
  ['a budget', failure(429, { details: { causes: [{ reason: 'DisruptionBudget' }] } }), 'budget'],
  ['a busy server', failure(429), 'unsent'],
  ['500', failure(500), 'unknown'],
  ['a proxy', answer(502, '<html>bad gateway</html>'), 'unknown'],
  ['504', failure(504), 'unknown'],
  [
    'several budgets',
    failure(500, { reason: 'InternalError', message: 'This pod has more than one PodDisruptionBudget' }),
    'rejected',
  ],
])('%s', (_, given, state) => {
  expect(readOutcome(given).state).toBe(state);
});

test('the time to wait is kept, and the reason is one short line', () => {
  expect(readOutcome(failure(429, { details: { causes: [{ reason: 'DisruptionBudget' }] } }))).toMatchObject({
    retryAfterMs: null,
  });
  const busy = answer(429, { kind: 'Status', message: `a\n  b\t${'x'.repeat(900)}` }, 7_000);
  const outcome = readOutcome(busy);
  if (outcome.state !== 'unsent') expect.fail(outcome.state);
  expect(outcome.retryAfterMs).toBe(7_000);
  expect(outcome.reason).toMatch(/^a b x+\.\.\.$/);
  expect(outcome.reason).toHaveLength(503);
});

test('a whole object that the server quotes is not repeated', () => {
  const message = 'is invalid: Invalid value: "{\\"data\\":{\\"password\\":\\"hunter2\\"}}": no';
  const outcome = readOutcome(failure(422, { reason: 'Invalid', message, details: { name: 'web' } }));
  expect(JSON.stringify(outcome)).not.toContain('hunter2');
});

describe('any answer', () => {
  test('reads as something, and only a success as done', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 599 }), fc.oneof(fc.json(), fc.string()), (status, body) => {
        const { state } = readOutcome(answer(status, body));
        expect(state === 'done').toBe(status < 300);
      }),
    );
  });
});
