import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffEdits } from '../../../../src/remedy/objects/diff-edits.ts';
import { edited } from '../../../../src/remedy/objects/edited.ts';
import { overlay } from '../../../../src/remedy/objects/overlay.ts';

const base = { apiVersion: 'v1', kind: 'X', metadata: { name: 'x' } };
const container = (names: readonly string[]) =>
  fc.uniqueArray(
    fc.record({
      name: fc.constantFrom(...names),
      image: fc.constantFrom('a', 'b'),
      args: fc.array(fc.constantFrom('x', 'y'), { maxLength: 2 }),
    }),
    { selector: ({ name }) => name, maxLength: 4 },
  );
const spec = fc.record(
  {
    replicas: fc.integer({ min: 0, max: 3 }),
    paused: fc.boolean(),
    containers: container(['a', 'b', 'c', 'd']),
    ports: fc.array(fc.record({ port: fc.integer({ min: 80, max: 82 }), protocol: fc.constantFrom('TCP', 'UDP') }), {
      maxLength: 3,
    }),
    labels: fc.dictionary(fc.constantFrom('a', 'b.c/d', '__proto__', 'constructor'), fc.constantFrom('1', '2')),
  },
  { requiredKeys: [] },
);

describe('diffEdits', () => {
  it('makes the second object of the first, whatever they are', () => {
    fc.assert(
      fc.property(spec, spec, (before, after) => {
        // As the API gives them: without fields that are undefined, and with plain prototypes.
        const [from, to] = [before, after].map((part) => JSON.parse(JSON.stringify({ ...base, spec: part })));
        const result = edited(from, diffEdits(from, to));
        expect(result.state === 'edited' ? JSON.stringify(sorted(result.object)) : result).toBe(
          JSON.stringify(sorted(to)),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('makes no edit of what is the same', () => {
    fc.assert(
      fc.property(spec, (made) => {
        const same = JSON.parse(JSON.stringify(made));
        expect(diffEdits(same, structuredClone(same))).toEqual([]);
      }),
    );
  });

  it('addresses items by the field that tells them apart', () => {
    const before = { containers: [{ name: 'a', image: '1' }, { name: 'b' }] };
    const after = { containers: [{ name: 'a', image: '2' }, { name: 'c' }] };
    expect(diffEdits(before, after)).toEqual([
      { path: ['containers', { key: 'name', value: 'a' }, 'image'], value: '2' },
      { path: ['containers', { key: 'name', value: 'b' }], value: undefined },
      { path: ['containers', { key: 'name', value: 'c' }], value: { name: 'c' } },
    ]);
  });

  it.each([
    ['a list without a key', { args: ['a', 'b'] }, { args: ['b'] }],
    [
      'items that the key does not tell apart',
      {
        ports: [
          { port: 1, protocol: 'TCP' },
          { port: 1, protocol: 'UDP' },
        ],
      },
      { ports: [{ port: 1, protocol: 'UDP' }] },
    ],
    ['a new order', { env: [{ name: 'a' }, { name: 'b' }] }, { env: [{ name: 'b' }, { name: 'a' }] }],
    ['something new in front', { env: [{ name: 'b' }] }, { env: [{ name: 'a' }, { name: 'b' }] }],
  ])('replaces the whole list for %s', (_name, before, after) => {
    const [[field, value] = []] = Object.entries(after);
    expect(diffEdits(before, after)).toEqual([{ path: [field], value }]);
  });
});

describe('overlay', () => {
  it('lays a manifest over an object', () => {
    const live = {
      a: 1,
      b: { c: 2, d: 3 },
      containers: [{ name: 'x', image: '1', tty: true }, { name: 'y' }],
      args: ['p', 'q'],
    };
    const manifest = { b: { c: 9, d: null }, containers: [{ name: 'x', image: '2' }, { name: 'z' }], args: ['r'] };
    expect(overlay(live, manifest)).toEqual({
      a: 1,
      b: { c: 9 },
      containers: [{ name: 'x', image: '2', tty: true }, { name: 'y' }, { name: 'z' }],
      args: ['r'],
    });
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, below]) => [key, sorted(below)]);
}
