import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { leavesOf } from '../../../../../src/remedy/policy/conditions/leaves.ts';
import { truthOfTree } from '../../../../../src/remedy/policy/conditions/tree.ts';
import { allOf, anyOf, not, type Truth } from '../../../../../src/remedy/policy/conditions/truth.ts';
import type { Condition } from '../../../../../src/remedy/policy/schema/conditions.ts';
import { policy } from '../sample.ts';

const TRUTHS: readonly Truth[] = ['true', 'false', 'unknown'];

describe('three-valued logic', () => {
  test.each<[Truth, Truth, Truth, Truth]>([
    ['true', 'true', 'true', 'true'],
    ['true', 'false', 'false', 'true'],
    ['true', 'unknown', 'unknown', 'true'],
    ['false', 'unknown', 'false', 'unknown'],
    ['unknown', 'unknown', 'unknown', 'unknown'],
    ['false', 'false', 'false', 'false'],
  ])('%s and %s: %s; or: %s', (left, right, and, or) => {
    expect([allOf([left, right]), allOf([right, left])]).toEqual([and, and]);
    expect([anyOf([left, right]), anyOf([right, left])]).toEqual([or, or]);
  });
  test('not', () => {
    expect(TRUTHS.map(not)).toEqual(['false', 'true', 'unknown']);
  });
});

function when(branches: Record<string, readonly string[]>): Condition {
  const leaves = (ids: readonly string[]) => ids.map((id) => ({ id, finding: { check: 'pod-*' } }));
  return policy({ when: Object.fromEntries(Object.entries(branches).map(([name, ids]) => [name, leaves(ids)])) }).spec
    .when;
}

test.each<[Truth, Truth, Truth, Truth]>([
  ['true', 'true', 'false', 'true'],
  ['true', 'false', 'false', 'false'],
  ['unknown', 'true', 'false', 'unknown'],
  ['true', 'unknown', 'false', 'unknown'],
  ['true', 'true', 'true', 'false'],
  ['true', 'true', 'unknown', 'unknown'],
  ['false', 'true', 'unknown', 'false'],
])('all %s, any %s, none %s: %s', (all, any, none, expected) => {
  const tree = when({ all: ['a'], any: ['b', 'b2'], none: ['c'] });
  const truths = new Map<string, Truth>([
    ['a', all],
    ['b', any],
    ['b2', 'false'],
    ['c', none],
  ]);
  expect(truthOfTree(tree, truths)).toBe(expected);
});

test('a leaf that nobody judged is unknown', () => {
  expect(truthOfTree(when({ all: ['a'] }), new Map())).toBe('unknown');
});

test('a tree that is true stays so whatever the unknown turns out to be, and one that is unknown never triggers', () => {
  const tree = policy({
    when: {
      any: [{ all: [leaf('a'), leaf('b')] }, leaf('c')],
      none: [{ any: [leaf('d')], none: [leaf('e')] }],
    },
  }).spec.when;
  const ids = leavesOf(tree).map((placed) => placed.leaf.id);
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...TRUTHS), { minLength: 5, maxLength: 5 }),
      fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
      (some, guesses) => {
        const known = new Map(ids.map((id, index) => [id, some[index] ?? 'unknown']));
        const guessed = new Map(
          ids.map(
            (id, index) =>
              [
                id,
                some[index] === 'unknown' ? (guesses[index] ? 'true' : 'false') : (some[index] ?? 'unknown'),
              ] as const,
          ),
        );
        const before = truthOfTree(tree, known);
        if (before !== 'unknown') expect(truthOfTree(tree, guessed)).toBe(before);
      },
    ),
  );
});

test('leaves under none are marked, at any depth', () => {
  const tree = policy({ when: { all: [leaf('a')], none: [{ any: [leaf('b')] }] } }).spec.when;
  expect(leavesOf(tree).map((placed) => [placed.leaf.id, placed.negated])).toEqual([
    ['a', false],
    ['b', true],
  ]);
});

function leaf(id: string) {
  return { id, finding: { check: 'pod-*' } };
}
