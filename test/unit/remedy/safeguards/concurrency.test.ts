import { expect, test } from 'vitest';
import type { Attempt } from '../../../../src/remedy/safeguards/attempt.ts';
import { concurrencyOf } from '../../../../src/remedy/safeguards/concurrency.ts';
import { attempt } from './history.ts';

const WANTED = { policy: 'web', namespace: 'shop', target: 'uid-web' };

function scopeOf(
  limits: Partial<Record<'policy' | 'namespace' | 'cluster', number>>,
  ...open: readonly Partial<Attempt>[]
) {
  const attempts = open.map((one) => attempt(0, 'running', { target: 'uid-db', ...one }));
  const found = concurrencyOf(attempts, WANTED, { policy: 9, namespace: 9, cluster: 9, ...limits });
  return found.state === 'free' ? 'free' : found.scope;
}

test('free while every limit has room', () => {
  expect(scopeOf({ policy: 2, namespace: 2, cluster: 2 }, {})).toBe('free');
});

test('one run on a target, whatever the limits and whoever runs it', () => {
  expect(scopeOf({}, { target: 'uid-web', policy: null, namespace: 'blog' })).toBe('target');
});

test('each scope counts its own', () => {
  expect(scopeOf({ policy: 1 }, { namespace: 'blog' })).toBe('policy');
  expect(scopeOf({ policy: 1 }, { policy: 'other', namespace: 'blog' })).toBe('free');
  expect(scopeOf({ namespace: 1 }, { policy: 'other' })).toBe('namespace');
  expect(scopeOf({ cluster: 1 }, { policy: 'other', namespace: 'blog' })).toBe('cluster');
});

test('runs that have ended take no place; a limit of none is always full', () => {
  const over = [attempt(0, 'succeeded'), attempt(0, 'failed'), attempt(0, 'withdrawn')];
  expect(concurrencyOf(over, WANTED, { policy: 1, namespace: 1, cluster: 1 }).state).toBe('free');
  expect(scopeOf({ cluster: 0 })).toBe('cluster');
});

test('runs of nobody’s policy do not share one', () => {
  const attempts = [attempt(0, 'running', { policy: null, namespace: null, target: 'uid-db' })];
  const wanted = { policy: null, namespace: null, target: 'uid-n2' };
  expect(concurrencyOf(attempts, wanted, { policy: 1, namespace: 1, cluster: 9 }).state).toBe('free');
});
