import type { Json } from '../../base/json.ts';
import type { PatchOperation } from '../../cluster/write/writer.ts';
import type { Segment } from '../write.ts';
import { applyPatch } from './apply.ts';
import { isSame } from './plain.ts';
import { childOf, isList, isMap, pointerText, resolve, valueAt } from './pointer.ts';

/** A field and the value that it is to have; undefined for none. */
export interface Wanted {
  readonly path: readonly Segment[];
  readonly value: Json | undefined;
  /** Where an item of a list is put in; at the end without it. */
  readonly at?: number;
}

/** The operations, or the path that does not exist in this object. */
export type Compiled =
  | { readonly state: 'compiled'; readonly operations: readonly PatchOperation[] }
  | { readonly state: 'impossible'; readonly path: readonly Segment[] };

/**
 * The JSON patch that gives fields other values: parents that are missing are made, each list's item is held fast by a
 * `test` on its key, and parents that become empty and were not there before are taken away.
 */
export function operationsFor(object: Json, wanted: readonly Wanted[]): Compiled {
  const operations: PatchOperation[] = [];
  let now = object;
  for (const change of wanted) {
    const more = operationsOf(now, change);
    if (more === null) return { state: 'impossible', path: change.path };
    const applied = applyPatch(now, more);
    if (applied.state === 'failed') return { state: 'impossible', path: change.path };
    now = applied.object;
    operations.push(...more);
  }
  return { state: 'compiled', operations };
}

function operationsOf(object: Json, { path, value, at }: Wanted): readonly PatchOperation[] | null {
  const current = valueAt(object, path);
  if (isSame(current, value)) return [];
  const { tokens, depth } = resolve(object, path);
  const held = holdItems(object, path, tokens);
  if (depth === path.length) {
    const pointer = pointerText(tokens);
    return [...held, value === undefined ? { op: 'remove', path: pointer } : { op: 'replace', path: pointer, value }];
  }
  if (value === undefined) return [];
  return added(object, path, { tokens, held, value, at });
}

interface Addition {
  readonly tokens: readonly (string | number)[];
  readonly held: readonly PatchOperation[];
  readonly value: Json;
  readonly at: number | undefined;
}

/** Adds the first part of the path that is missing, with everything below it. */
function added(
  object: Json,
  path: readonly Segment[],
  { tokens, held, value, at }: Addition,
): readonly PatchOperation[] | null {
  const missing = path[tokens.length];
  const parent = tokens.reduce<Json | undefined>((now, token) => childOf(now, token), object);
  const below = wrapped(path.slice(tokens.length + 1), value);
  if (below === undefined || missing === undefined) return null;
  if (typeof missing === 'string') {
    return isMap(parent) ? [...held, { op: 'add', path: pointerText([...tokens, missing]), value: below }] : null;
  }
  // An item that is to be changed and is not there is somebody else's doing; only whole items are added.
  if (!isList(parent) || tokens.length !== path.length - 1) return null;
  const position = at === undefined || at >= parent.length ? '-' : at;
  return [...held, { op: 'add', path: pointerText([...tokens, position]), value: below }];
}

/** A value within the parents that it lacks; a whole item makes its list. */
function wrapped(path: readonly Segment[], value: Json): Json | undefined {
  if (path.slice(0, -1).some((segment) => typeof segment !== 'string')) return undefined;
  return path.reduceRight<Json>(
    (inner, segment) => (typeof segment === 'string' ? { [segment]: inner } : [inner]),
    value,
  );
}

function holdItems(
  object: Json,
  path: readonly Segment[],
  tokens: readonly (string | number)[],
): readonly PatchOperation[] {
  return tokens.flatMap((token, index) => {
    const segment = path[index];
    if (typeof token !== 'number' || segment === undefined || typeof segment === 'string') return [];
    const pointer = pointerText([...tokens.slice(0, index + 1), segment.key]);
    return [
      { op: 'test' as const, path: pointer, value: valueAt(object, path.slice(0, index + 1).concat(segment.key)) },
    ];
  });
}
