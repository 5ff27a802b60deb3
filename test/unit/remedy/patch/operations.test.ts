import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../../../src/base/json.ts';
import type { PatchOperation } from '../../../../src/cluster/write/writer.ts';
import { applyPatch } from '../../../../src/remedy/patch/apply.ts';
import { changesBetween } from '../../../../src/remedy/patch/changes.ts';
import { forwardPatch } from '../../../../src/remedy/patch/forward.ts';
import { operationsFor } from '../../../../src/remedy/patch/operations.ts';
import { isSame, plain } from '../../../../src/remedy/patch/plain.ts';
import { pathText, pointerText, resolve, valueAt } from '../../../../src/remedy/patch/pointer.ts';
import { named } from '../../../../src/remedy/write.ts';
import { PatchMisfit, patched } from '../../../support/json-patch.ts';
import { anyEdits, anyJson, anyObject, kubeObject, pathsIn } from './objects.ts';

const json = (value: unknown): Json => plain(value) ?? null;

function theirs(document: Json, operations: readonly PatchOperation[]): Json | undefined {
  try {
    return json(patched(document, operations));
  } catch (thrown) {
    if (thrown instanceof PatchMisfit) return undefined;
    throw thrown;
  }
}

test('our applier and another one agree on every patch, good or bad', () => {
  const token = fc.constantFrom('spec', 'a/b', '__proto__', 'constructor', '0', '1', '01', '-', '', 'name', 'list');
  const path = fc.array(token, { maxLength: 4 }).map(pointerText);
  const operation = fc.oneof(
    fc.record({ op: fc.constantFrom('add' as const, 'replace' as const, 'test' as const), path, value: anyJson }),
    fc.record({ op: fc.constant('remove' as const), path: path.filter((one) => one !== '') }),
  );
  fc.assert(
    fc.property(anyJson, fc.array(operation, { maxLength: 4 }), (document, operations) => {
      const applied = applyPatch(document, operations);
      const expected = theirs(document, operations);
      if (applied.state === 'applied') expect(applied.object).toEqual(expected);
      else expect(expected).toBeUndefined();
    }),
    { numRuns: 1000 },
  );
});

test('a patch leaves what it is applied to as it is', () => {
  fc.assert(
    fc.property(anyObject, (object) => {
      const text = JSON.stringify(object);
      applyPatch(json(object), [{ op: 'replace', path: '/spec', value: 1 }]);
      expect(JSON.stringify(object)).toBe(text);
    }),
  );
});

test('every edit is there afterwards, and every list item on its way is held by its name', () => {
  const anyCase = anyObject.chain((object) => anyEdits(object).map((edits) => ({ object, edits })));
  fc.assert(
    fc.property(anyCase, ({ object, edits }) => {
      const [edit] = edits;
      const forward = forwardPatch(object, edits.slice(0, 1), 'run/step');
      if (edit === undefined || forward.state === 'impossible') return;
      const after = json(patched(object, forward.operations));
      expect(valueAt(after, edit.path)).toEqual(plain(edit.value));
      expect(valueAt(after, ['metadata', 'annotations', 'mekhanikube.io/last-run'])).toBe('run/step');
      const { tokens, depth } = resolve(json(object), edit.path);
      const isChanged = depth === edit.path.length && !isSame(valueAt(json(object), edit.path), plain(edit.value));
      if (!isChanged) return;
      for (const [index, segment] of edit.path.entries()) {
        if (typeof segment === 'string') continue;
        const path = pointerText([...tokens.slice(0, index + 1), segment.key]);
        expect(forward.operations).toContainEqual({ op: 'test', path, value: segment.value });
      }
    }),
    { numRuns: 500 },
  );
});

test('an item that stands elsewhere by now is not hit', () => {
  const image = ['spec', 'list', named('web'), 'image'];
  const was = json(kubeObject({ list: [{ name: 'web', image: 'a' }] }));
  const compiled = operationsFor(was, [{ path: image, value: 'b' }]);
  if (compiled.state !== 'compiled') expect.fail();
  const isNow = json(
    kubeObject({
      list: [
        { name: 'side', image: 'x' },
        { name: 'web', image: 'a' },
      ],
    }),
  );
  expect(applyPatch(isNow, compiled.operations)).toMatchObject({
    state: 'failed',
    operation: { op: 'test', path: '/spec/list/0/name', value: 'web' },
  });
});

test('only whole items are added, and nothing is changed in what is not there', () => {
  const object = json(kubeObject({ list: [{ name: 'web' }], scalar: 1 }));
  const stateOf = (path: Parameters<typeof valueAt>[1], value: Json | undefined) =>
    operationsFor(object, [{ path, value }]).state;
  expect(stateOf(['spec', 'list', named('side')], { name: 'side' })).toBe('compiled');
  expect(stateOf(['spec', 'list', named('side'), 'image'], 'a')).toBe('impossible');
  expect(stateOf(['spec', 'absent', named('side')], { name: 'side' })).toBe('compiled');
  expect(stateOf(['spec', 'absent', named('side'), 'image'], 'a')).toBe('impossible');
  expect(stateOf(['spec', 'scalar', 'below'], 'a')).toBe('impossible');
  expect(stateOf(['spec', 'list', 'below'], 'a')).toBe('impossible');
  expect(operationsFor(object, [{ path: ['spec', 'absent', 'below'], value: undefined }])).toEqual({
    state: 'compiled',
    operations: [],
  });
});

test('no change is found between equal objects, nor in what the server keeps', () => {
  fc.assert(
    fc.property(anyObject, fc.string(), (object, text) => {
      const metadata = { ...object.metadata, resourceVersion: text, generation: 9, managedFields: [text] };
      expect(changesBetween(json(object), json({ ...object, metadata, status: { phase: text } }))).toEqual([]);
      expect(changesBetween(json(object), json(object))).toEqual([]);
    }),
  );
});

test('names of items and of fields are told to people as they are', () => {
  expect(pathText(['spec', 'containers', named('web'), 'image'])).toBe('spec.containers[name=web].image');
  expect(pathText(['metadata', 'annotations', 'a.b/c'])).toBe('metadata.annotations["a.b/c"]');
  expect(pointerText(['a/b', 'c~d', 0])).toBe('/a~1b/c~0d/0');
});

test('equality knows no order of fields, and every order of items', () => {
  expect(isSame({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 })).toBe(true);
  expect(isSame([1, 2], [2, 1])).toBe(false);
  expect(isSame({ a: null }, {})).toBe(false);
  expect(isSame({ constructor: 1 }, { toString: 1 })).toBe(false);
  expect(plain(undefined)).toBeUndefined();
  expect(plain({ a: undefined, b: 1 })).toEqual({ b: 1 });
});

test('every path of an object resolves', () => {
  fc.assert(
    fc.property(anyObject, (object) => {
      for (const path of pathsIn(json(object), [])) expect(resolve(json(object), path).depth).toBe(path.length);
    }),
  );
});

test('a field that bears the name of something that every object has is one like others', () => {
  const field = (name: string, value: Json): Json =>
    Object.fromEntries([
      ['metadata', { name: 'x' }],
      [name, value],
    ]);
  for (const name of ['constructor', 'toString', '__proto__']) {
    expect(changesBetween(json({ metadata: { name: 'x' } }), field(name, 1))).toEqual([{ path: [name], after: 1 }]);
  }
});
