import type { Json } from '../../base/json.ts';
import type { Segment } from '../write.ts';
import { isSame } from './plain.ts';
import { childOf, isList, isMap } from './pointer.ts';

/** One field that differs between two states of an object. Absent is undefined. */
export interface Change {
  readonly path: readonly Segment[];
  readonly before?: Json;
  readonly after?: Json;
  /** The position that an item of a list had, so that it comes back where it was. */
  readonly at?: number;
}

/** Fields that the server and the controllers keep; nobody sends them, and nobody brings them back. */
export const SERVERS_OWN: ReadonlySet<string> = new Set([
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
  'managedFields',
]);

/**
 * Every field that a change touched, down to the single value: maps are followed to their leaves, so that what others
 * add beside ours stays theirs.
 */
export function changesBetween(before: Json, after: Json): readonly Change[] {
  if (!isMap(before) || !isMap(after)) return [];
  return keysOf(before, after).flatMap((key) => {
    if (key === 'status') return [];
    const [left, right] = [childOf(before, key), childOf(after, key)];
    if (key !== 'metadata') return between([key], left, right);
    if (!isMap(left) || !isMap(right)) return [];
    return keysOf(left, right)
      .filter((field) => !SERVERS_OWN.has(field))
      .flatMap((field) => between(['metadata', field], childOf(left, field), childOf(right, field)));
  });
}

function between(path: readonly Segment[], before: Json | undefined, after: Json | undefined): readonly Change[] {
  if (isSame(before, after)) return [];
  const left = before === undefined && isMap(after) ? {} : before;
  const right = after === undefined && isMap(before) ? {} : after;
  if (isMap(left) && isMap(right) && !(isEmpty(before) || isEmpty(after))) {
    return keysOf(left, right).flatMap((key) => between([...path, key], childOf(left, key), childOf(right, key)));
  }
  if (isList(before) && isList(after)) return betweenLists(path, before, after);
  return [leaf(path, before, after)];
}

function betweenLists(path: readonly Segment[], before: readonly Json[], after: readonly Json[]): readonly Change[] {
  const key = mergeKeyOf(before, after);
  if (key === undefined) return [leaf(path, before, after)];
  const [left, right] = [byKey(before, key), byKey(after, key)];
  const common = [...left.keys()].filter((value) => right.has(value));
  const order = [...right.keys()].filter((value) => left.has(value));
  if (!isSame(common, order)) return [leaf(path, before, after)];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((value) => {
    const [was, is] = [left.get(value), right.get(value)];
    const item = [...path, { key, value }];
    if (was !== undefined && is !== undefined) return between(item, was.item, is.item);
    return [{ ...leaf(item, was?.item, is?.item), at: (was ?? is)?.at ?? 0 }];
  });
}

/** Lists whose items the API tells apart by a field. */
const MERGE_KEYS = ['name', 'mountPath', 'type'] as const;

function mergeKeyOf(...lists: readonly (readonly Json[])[]): string | undefined {
  return MERGE_KEYS.find((key) => lists.every((list) => byKey(list, key).size === list.length));
}

function byKey(list: readonly Json[], key: string): Map<string | number, { readonly item: Json; readonly at: number }> {
  const found = new Map<string | number, { item: Json; at: number }>();
  list.forEach((item, at) => {
    const value = childOf(item, key);
    if (typeof value === 'string') found.set(value, { item, at });
  });
  return found;
}

function leaf(path: readonly Segment[], before: Json | undefined, after: Json | undefined): Change {
  return { path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

function isEmpty(value: Json | undefined): boolean {
  return isMap(value) && Object.keys(value).length === 0;
}

function keysOf(left: object, right: object): readonly string[] {
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
}
