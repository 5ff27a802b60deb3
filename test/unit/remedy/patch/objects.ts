import fc from 'fast-check';
import type { Json } from '../../../../src/base/json.ts';
import type { KubeObject } from '../../../../src/kube/object.ts';
import { type Edit, named, type Segment } from '../../../../src/remedy/write.ts';

type Map = { readonly [key: string]: Json };

/** Names that a careless pointer, or a careless object, stumbles over. */
const key = fc.constantFrom(
  'replicas',
  'image',
  'a/b',
  'c~d',
  '~1',
  'x.y/z~0',
  '',
  '0',
  '-',
  '__proto__',
  'constructor',
  'toString',
  'name',
);
const itemName = fc.constantFrom('web', 'side/car', '~0', '__proto__', '0');
const scalar: fc.Arbitrary<Json> = fc.oneof(
  fc.string({ maxLength: 3 }),
  fc.integer({ min: 0, max: 3 }),
  fc.boolean(),
  fc.constant(null),
);

const { tree } = fc.letrec<{ tree: Json; map: Json; items: Json; scalars: Json }>((tie) => ({
  tree: fc.oneof({ depthSize: 'small', withCrossShrink: true }, scalar, tie('scalars'), tie('map'), tie('items')),
  map: fc.array(fc.tuple(key, tie('tree')), { maxLength: 4 }).map(mapOf),
  scalars: fc.array(scalar, { maxLength: 3 }),
  items: fc
    .uniqueArray(fc.tuple(itemName, fc.array(fc.tuple(key, tie('tree')), { maxLength: 3 })), {
      maxLength: 4,
      selector: ([name]) => name,
    })
    .map((items) => items.map(([name, fields]) => ({ ...mapOf(fields), name }))),
}));

export const anyJson = tree;
const spec = fc.array(fc.tuple(key, tree), { maxLength: 5 }).map(mapOf);

/** An object of the API whose spec is anything. */
export const anyObject: fc.Arbitrary<KubeObject> = fc
  .record({ spec, annotations: fc.option(fc.dictionary(key, fc.string({ maxLength: 3 })), { nil: undefined }) })
  .map(({ spec, annotations }) => kubeObject(spec, annotations));

export function kubeObject(spec: Json, annotations?: Readonly<Record<string, string>>): KubeObject {
  return {
    apiVersion: 'example.com/v1',
    kind: 'Thing',
    metadata: {
      name: 'thing',
      namespace: 'shop',
      uid: 'thing-uid',
      resourceVersion: '1',
      ...(annotations === undefined ? {} : { annotations }),
    },
    spec,
  } as KubeObject;
}

/** Not by assignment: a field may be called __proto__. */
function mapOf(fields: readonly (readonly [string, Json])[]): Map {
  return Object.fromEntries(fields);
}

/** Edits of fields that are there, and of some that are not. */
export function anyEdits(object: KubeObject): fc.Arbitrary<readonly Edit[]> {
  const spec = (object as unknown as { readonly spec: Json }).spec;
  const there = pathsIn(spec, ['spec']);
  const path = fc
    .tuple(fc.constantFrom(...there), fc.array(key, { maxLength: 2 }))
    .map(([base, more]): readonly Segment[] => [...base, ...more])
    // The name of an item is what it is found by.
    .filter((segments) => segments.length > 1 && !(segments.at(-1) === 'name' && typeof segments.at(-2) === 'object'));
  const edit = fc.tuple(path, fc.option(tree, { nil: undefined })).map(([segments, value]) => {
    const last = segments.at(-1);
    // An item of a list keeps the name that it is found by.
    const isItem = typeof last === 'object' && value !== undefined;
    return { path: segments, value: isItem ? { ...(isPlainMap(value) ? value : {}), name: last.value } : value };
  });
  return fc.array(edit, { minLength: 1, maxLength: 4 });
}

/** All paths below a value, with the items of lists by name. */
export function pathsIn(value: Json, at: readonly Segment[]): readonly (readonly Segment[])[] {
  if (isPlainMap(value))
    return [at, ...Object.entries(value).flatMap(([name, child]) => pathsIn(child, [...at, name]))];
  if (!Array.isArray(value)) return [at];
  const items: readonly Json[] = value;
  return [
    at,
    ...items.flatMap((item) => {
      const name = isPlainMap(item) && Object.hasOwn(item, 'name') ? item['name'] : undefined;
      return typeof name === 'string' ? pathsIn(item, [...at, named(name)]) : [];
    }),
  ];
}

export function isPlainMap(value: Json): value is Map {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
