import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leafKey, readStates, type TextStore, writeStates } from '../../../../src/remedy/policy/condition-store.ts';
import type { LeafState } from '../../../../src/remedy/policy/conditions/leaf-state.ts';

function memory(text: string | null): TextStore & { readonly text: () => string | null } {
  let stored = text;
  return {
    read: async () => stored,
    write: async (next) => {
      stored = next;
    },
    text: () => stored,
  };
}

const STATE: LeafState = {
  held: true,
  heldMs: 90_000,
  samples: 3,
  last: { wallMs: 1, monoMs: 2, session: 'a' },
  value: 4,
};

test('what was written is read back', async () => {
  const store = memory(null);
  expect(await readStates(store)).toEqual({ states: new Map(), problem: null });
  const states = new Map([[leafKey('f'.repeat(64), 'uid-1', 'crash'), STATE]]);
  await writeStates(store, states);
  expect(await readStates(store)).toEqual({ states, problem: null });
});

test('a changed policy, another target and another leaf have keys of their own', () => {
  const keys = [
    leafKey('a'.repeat(64), 't', 'l'),
    leafKey('b'.repeat(64), 't', 'l'),
    leafKey('a'.repeat(64), 'u', 'l'),
    leafKey('a'.repeat(64), 't', 'm'),
  ];
  expect(new Set(keys).size).toBe(4);
});

test.each([
  ['half a file', '{"version":1,"leaves":{"a":'],
  ['another version', '{"version":2,"leaves":{}}'],
  ['a negative time', JSON.stringify({ version: 1, leaves: { a: { ...STATE, heldMs: -1 } } })],
  ['a field that is not ours', JSON.stringify({ version: 1, leaves: { a: { ...STATE, more: 1 } } })],
  ['nothing at all', ''],
])('%s begins everything anew, and says so', async (_name, text) => {
  const read = await readStates(memory(text));
  expect(read.states.size).toBe(0);
  expect(read.problem).toMatch(/begins anew$/);
});

test('no text makes it throw', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (text) => {
      expect((await readStates(memory(text))).states.size).toBe(0);
    }),
  );
});
