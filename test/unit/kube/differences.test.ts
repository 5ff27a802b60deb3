import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../../src/base/json.ts';
import { differencesOf } from '../../../src/kube/differences.ts';

const json = fc.jsonValue() as fc.Arbitrary<Json>;

test('items with names are compared by name, whatever their order', () => {
  const from = {
    containers: [
      { name: 'web', image: 'web:1' },
      { name: 'log', image: 'log:1' },
    ],
  };
  const to = {
    containers: [
      { name: 'log', image: 'log:1' },
      { name: 'web', image: 'web:2', stdin: true },
    ],
  };
  expect(differencesOf(from, to, 'spec')).toEqual([
    { path: 'spec.containers[name=web].image', from: 'web:1', to: 'web:2' },
    { path: 'spec.containers[name=web].stdin', from: null, to: true },
  ]);
});

test('a list without names is one value, and what is new is one difference', () => {
  expect(differencesOf({ args: ['a'] }, { args: ['a', 'b'], probe: { port: 1, path: '/' } }, '')).toEqual([
    { path: 'args', from: ['a'], to: ['a', 'b'] },
    { path: 'probe', from: null, to: { port: 1, path: '/' } },
  ]);
});

test('nothing differs from itself, and the other way round the sides change', () => {
  fc.assert(
    fc.property(json, json, (left, right) => {
      expect(differencesOf(left, left, 'x')).toEqual([]);
      const there = differencesOf(left, right, 'x');
      const back = differencesOf(right, left, 'x');
      expect(back).toEqual(there.map(({ path, from, to }) => ({ path, from: to, to: from })));
    }),
  );
});
