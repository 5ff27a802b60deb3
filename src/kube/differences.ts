import type { Json, JsonObject } from '../base/json.ts';

/** One field in which two values differ; null where it is absent. */
export interface FieldDifference {
  readonly path: string;
  readonly from: Json;
  readonly to: Json;
}

/**
 * The fields in which two JSON values differ, in the order of their paths.
 *
 * Items of a list that carry names are compared by name: `containers[name=web].image`. What is there on one side only
 * is one difference, not one for each of its fields.
 */
export function differencesOf(from: Json, to: Json, path: string): readonly FieldDifference[] {
  if (isObject(from) && isObject(to)) return ofFields(from, to, (key) => (path === '' ? key : `${path}.${key}`));
  const [left, right] = [byName(from), byName(to)];
  if (left !== undefined && right !== undefined) return ofFields(left, right, (name) => `${path}[name=${name}]`);
  return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ path, from, to }];
}

function ofFields(from: JsonObject, to: JsonObject, pathOf: (key: string) => string): readonly FieldDifference[] {
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort();
  return keys.flatMap((key) => differencesOf(from[key] ?? null, to[key] ?? null, pathOf(key)));
}

/** A list of named items as an object; undefined for anything else. */
function byName(value: Json): JsonObject | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const items: readonly Json[] = value;
  const named = items.flatMap((item) =>
    isObject(item) && typeof item['name'] === 'string' ? [[item['name'], item] as const] : [],
  );
  return named.length === items.length ? Object.fromEntries(named) : undefined;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
