import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../../../src/base/json.ts';
import type { PatchOperation } from '../../../../src/cluster/write/writer.ts';
import type { KubeObject } from '../../../../src/kube/object.ts';
import { type Change, changesBetween } from '../../../../src/remedy/patch/changes.ts';
import { forwardPatch, preconditions } from '../../../../src/remedy/patch/forward.ts';
import { plain } from '../../../../src/remedy/patch/plain.ts';
import { pointerText, resolve } from '../../../../src/remedy/patch/pointer.ts';
import { leadsBack, undoFor } from '../../../../src/remedy/patch/undo.ts';
import { named } from '../../../../src/remedy/write.ts';
import { PatchMisfit, patched } from '../../../support/json-patch.ts';
import { anyEdits, anyJson, anyObject, isPlainMap, kubeObject, pathsIn } from './objects.ts';

const json = (value: unknown): Json => plain(value) ?? null;
const RUNS = { numRuns: 400 };

/** Applied as the server does, by another applier than the one under test. */
const serverMakes = (object: unknown, operations: readonly PatchOperation[]): Json => json(patched(object, operations));

interface Case {
  readonly before: KubeObject;
  readonly after: Json;
  readonly changes: readonly Change[];
}

/** An object, and what the server made of it by a patch of ours. */
const anyCase: fc.Arbitrary<Case> = anyObject
  .chain((before) => anyEdits(before).map((edits) => ({ before, edits })))
  .map(({ before, edits }) => {
    const forward = forwardPatch(before, edits, 'run/step');
    if (forward.state === 'impossible') return null;
    const after = serverMakes(before, forward.operations);
    return { before, after, changes: changesBetween(json(before), after) };
  })
  .filter((one) => one !== null);

test('what is done and taken back gives the object back exactly', () => {
  fc.assert(
    fc.property(anyCase, ({ before, after, changes }) => {
      const undo = undoFor(after, json(before), changes);
      expect(undo.state).toBe('ready');
      if (undo.state === 'ready') expect(serverMakes(after, undo.operations)).toEqual(json(before));
      expect(leadsBack(after, json(before), changes)).toBe(true);
    }),
    RUNS,
  );
});

test('what was taken back already needs nothing', () => {
  fc.assert(
    fc.property(anyCase, ({ before, changes }) => {
      expect(undoFor(json(before), json(before), changes)).toEqual({ state: 'already' });
    }),
    RUNS,
  );
});

test('what somebody else changed meanwhile in other fields stays theirs', () => {
  fc.assert(
    fc.property(anyCase, anyJson, ({ before, after, changes }, theirs) => {
      const add = (value: Json): Json =>
        isPlainMap(value) ? { ...value, theirs: { deep: theirs }, ...withTheirLabel(value) } : value;
      const undo = undoFor(add(after), json(before), changes);
      expect(undo.state).toBe('ready');
      if (undo.state === 'ready') expect(serverMakes(add(after), undo.operations)).toEqual(add(json(before)));
    }),
    RUNS,
  );
});

function withTheirLabel(value: { readonly [key: string]: Json }) {
  const metadata = value['metadata'] ?? null;
  return { metadata: { ...(isPlainMap(metadata) ? metadata : {}), labels: { 'their/label': 'x' } } };
}

test('one touched field that somebody else changed stops all of it', () => {
  const drifted = anyCase.chain((one) => fc.record({ one: fc.constant(one), change: fc.constantFrom(...one.changes) }));
  fc.assert(
    fc.property(drifted, ({ one: { before, after, changes }, change }) => {
      const { tokens, depth } = resolve(after, change.path);
      fc.pre(depth === change.path.length);
      const theirs: Json = typeof change.path.at(-1) === 'string' ? 'theirs' : { name: nameOf(change), theirs: true };
      const live = serverMakes(after, [{ op: 'replace', path: pointerText(tokens), value: theirs }]);
      expect(undoFor(live, json(before), changes)).toMatchObject({
        state: 'drifted',
        drifts: [{ path: change.path, theirs }],
      });
    }),
    RUNS,
  );
});

function nameOf({ path }: Change): Json {
  const last = path.at(-1);
  return typeof last === 'object' ? last.value : null;
}

test('a patch is for one object in one state', () => {
  fc.assert(
    fc.property(anyObject, fc.constantFrom('uid', 'resourceVersion'), (before, field) => {
      const other = { ...before, metadata: { ...before.metadata, [field]: 'another' } };
      expect(() => patched(other, preconditions(before))).toThrow(PatchMisfit);
      expect(patched(before, preconditions(before))).toEqual(before);
    }),
  );
});

test('what the server did beyond the prediction is no way back', () => {
  fc.assert(
    fc.property(anyCase, ({ before, after, changes }) => {
      const tampered = isPlainMap(after) ? { ...after, spec: { tampered: after['spec'] ?? null } } : after;
      expect(leadsBack(tampered, json(before), changes)).toBe(false);
    }),
    RUNS,
  );
});

test('the order of a list comes back, also where another item was swapped for its first', () => {
  const list = (...names: string[]) => json(kubeObject({ list: names.map((name) => ({ name })) }));
  for (const [was, is] of [
    [
      ['b', 'a'],
      ['c', 'd', 'b'],
    ],
    [
      ['x', 'a', 'b', 'y'],
      ['b', 'c'],
    ],
    [['a', 'b'], []],
    [[], ['a']],
    [
      ['a', 'b'],
      ['b', 'a'],
    ],
  ] as const) {
    const [before, after] = [list(...was), list(...is)];
    const undo = undoFor(after, before, changesBetween(before, after));
    if (undo.state !== 'ready') expect.fail(undo.state);
    expect(serverMakes(after, undo.operations)).toEqual(before);
  }
});

test('fields without a value, and parents that were made, are as they were', () => {
  for (const [was, is] of [
    [{ x: null }, { x: { y: 1 } }],
    [{}, { x: { y: { z: 1 } } }],
    [{ x: {} }, { x: { y: 1 } }],
    [{ x: { y: 1 } }, { x: {} }],
    [{ x: { y: 1 } }, {}],
    [{ x: { y: { z: 1 } } }, { x: { y: null } }],
    [{ x: {} }, {}],
    [{ list: [] }, {}],
  ] as const) {
    const [before, after] = [json(kubeObject(was)), json(kubeObject(is))];
    const undo = undoFor(after, before, changesBetween(before, after));
    if (undo.state !== 'ready') expect.fail(undo.state);
    expect(serverMakes(after, undo.operations)).toEqual(before);
  }
});

test('a drift names the three values', () => {
  const at = (replicas: number) => json(kubeObject({ replicas }));
  expect(undoFor(at(9), at(2), changesBetween(at(2), at(4)))).toEqual({
    state: 'drifted',
    drifts: [{ path: ['spec', 'replicas'], base: 2, ours: 4, theirs: 9 }],
  });
});

test('an item of a list that somebody else took away is a drift', () => {
  const list = (items: readonly Json[]) => json(kubeObject({ list: items }));
  const [before, after] = [list([{ name: 'web', image: 'a' }]), list([{ name: 'web', image: 'b' }])];
  const changes = changesBetween(before, after);
  expect(changes.map(({ path }) => path)).toEqual([['spec', 'list', named('web'), 'image']]);
  expect(undoFor(list([]), before, changes)).toMatchObject({ state: 'drifted', drifts: [{ theirs: undefined }] });
});

test('the generated objects hold what is hard', () => {
  const seen = fc.sample(anyCase, { seed: 1, numRuns: 500 }).flatMap(({ before }) => pathsIn(json(before), []));
  const words = new Set(seen.flat().map((segment) => (typeof segment === 'string' ? segment : `[${segment.value}]`)));
  for (const word of ['__proto__', 'constructor', 'a/b', '~1', '', '[side/car]', '[__proto__]']) {
    expect([word, words.has(word)]).toEqual([word, true]);
  }
});
