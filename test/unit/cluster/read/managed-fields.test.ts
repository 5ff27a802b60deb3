import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutManagedFields } from '../../../../src/cluster/read/managed-fields.ts';

/** What is left of a value, parsed. */
function left(value: unknown): unknown {
  return JSON.parse(withoutManagedFields(Buffer.from(JSON.stringify(value))).toString('utf8'));
}

/** The same by parsing first. */
function expected(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(expected);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key, inner]) => key !== 'managedFields' || !Array.isArray(inner));
  return Object.fromEntries(kept.map(([key, inner]) => [key, expected(inner)]));
}

describe('withoutManagedFields', () => {
  it.each([
    ['in front', { managedFields: [{}], name: 'a' }],
    ['in the middle', { name: 'a', managedFields: [{}], uid: 'b' }],
    ['at the end', { name: 'a', managedFields: [{}] }],
    ['alone', { managedFields: [] }],
    ['not at all', { name: 'a' }],
    ['several times', [{ managedFields: [1] }, { managedFields: [2], name: 'a' }, { name: 'b', managedFields: [3] }]],
    ['with brackets and quotes in it', { managedFields: [{ 'k:{"name":"]}[\\"': { 'v:["a"]': {} } }], name: 'a' }],
    ['as text', { note: '"managedFields":[', other: 'x\\"managedFields":[', name: 'a' }],
    ['as something else', { managedFields: 'none', name: 'a' }],
    ['beyond ASCII', { name: 'ä€😀', managedFields: [{ 'f:ü': {} }], uid: 'é' }],
  ])('leaves everything else alone: %s', (_, value) => {
    expect(left(value)).toEqual(expected(value));
  });

  it('is the same as parsing first, whatever the object', () => {
    const name = fc.oneof(fc.string(), fc.constant('managedFields'), fc.constant('"managedFields":['));
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        name,
        fc.integer(),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(name, tie('tree'), { maxKeys: 5 }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        expect(left(value)).toEqual(expected(JSON.parse(JSON.stringify(value))));
      }),
    );
  });

  it('leaves broken JSON broken', () => {
    const text = '{"managedFields":[{"a":1},{"managedFields":[{}],"b":[';
    expect(() => JSON.parse(withoutManagedFields(Buffer.from(text)).toString())).toThrow();
    const secondOpen = '{"items":[{"managedFields":[{}],"a":1},{"managedFields":[{';
    expect(() => JSON.parse(withoutManagedFields(Buffer.from(secondOpen)).toString())).toThrow();
  });
});
