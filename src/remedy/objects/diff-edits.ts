import { isDeepStrictEqual } from 'node:util';
import type { Edit, Segment } from '../write.ts';
import { isRecord } from './covers.ts';

/**
 * The fields that tell the items of these lists apart. Where an item lacks it, or two have the same, the next one is
 * tried; a list without one is replaced as a whole.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
 */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  env: ['name'],
  ephemeralContainers: ['name'],
  hostAliases: ['ip'],
  imagePullSecrets: ['name'],
  initContainers: ['name'],
  ports: ['containerPort', 'port', 'name'],
  taints: ['key'],
  topologySpreadConstraints: ['topologyKey'],
  volumeDevices: ['devicePath'],
  volumeMounts: ['mountPath'],
  volumes: ['name'],
};

/** The edits that make one object out of another. */
export function diffEdits(before: unknown, after: unknown): readonly Edit[] {
  return between(before, after, []);
}

/** The key by which the items of a list called `field` can be addressed in all of these lists; undefined for none. */
export function listKey(field: string | undefined, ...lists: readonly (readonly unknown[])[]): string | undefined {
  const candidates = field !== undefined && Object.hasOwn(KEYS, field) ? (KEYS[field] ?? []) : [];
  return candidates.find((key) => {
    return lists.every((list) => {
      const values = list.map((item) => keyValue(item, key));
      return values.every((value) => value !== undefined) && new Set(values).size === values.length;
    });
  });
}

/** What tells this item from the others. */
export function keyValue(item: unknown, key: string): string | number | undefined {
  const value = isRecord(item) ? item[key] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}

function between(before: unknown, after: unknown, path: readonly Segment[]): readonly Edit[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (isRecord(before) && isRecord(after)) return betweenObjects(before, after, path);
  if (Array.isArray(before) && Array.isArray(after)) {
    const field = path.at(-1);
    const key = typeof field === 'string' ? listKey(field, before, after) : undefined;
    const edits = key === undefined ? null : betweenLists(before, after, key, path);
    if (edits !== null) return edits;
  }
  return [{ path, value: after }];
}

function betweenObjects(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  path: readonly Segment[],
): readonly Edit[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => {
    const [own, other] = [fieldIn(before, name), fieldIn(after, name)];
    return own === undefined || other === undefined
      ? own === other
        ? []
        : [{ path: [...path, name], value: other }]
      : between(own, other, [...path, name]);
  });
}

/** Null where the order of what stays has changed, or something new is not at the end: edits by key cannot say that. */
function betweenLists(
  before: readonly unknown[],
  after: readonly unknown[],
  key: string,
  path: readonly Segment[],
): readonly Edit[] | null {
  const was = new Map(before.map((item) => [keyValue(item, key), item]));
  const will = new Map(after.map((item) => [keyValue(item, key), item]));
  const stays = [...was.keys()].filter((value) => will.has(value));
  const comes = [...will.keys()].filter((value) => !was.has(value));
  if (!isDeepStrictEqual([...stays, ...comes], [...will.keys()])) return null;
  const edits: Edit[] = [];
  for (const [value, item] of was) {
    if (value === undefined) continue;
    const at = [...path, { key, value }];
    if (will.has(value)) edits.push(...between(item, will.get(value), at));
    else edits.push({ path: at, value: undefined });
  }
  for (const value of comes) {
    if (value !== undefined) edits.push({ path: [...path, { key, value }], value: will.get(value) });
  }
  return edits;
}

function fieldIn(record: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
