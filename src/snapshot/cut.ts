import type { Derive, Keep } from './kept-fields.ts';

/** A `Keep` in the form that is quick to walk: 100,000 pods are cut by it. */
export type Cut = true | Derive | FieldCuts;

export type FieldCuts = readonly { readonly field: string; readonly rule: Cut }[];

export function compileCut(keep: Keep): Cut {
  if (keep === true || typeof keep === 'function') return keep;
  return compileFields(keep);
}

export function compileFields(fields: { readonly [field: string]: Keep }): FieldCuts {
  return Object.entries(fields).map(([field, rule]) => ({ field, rule: compileCut(rule) }));
}

/**
 * The part of a value that a rule keeps; undefined for what is absent, null, or not of the form that the rule expects.
 *
 * Parts that are equal to the same part of `like` are taken from there: replicas of one workload then share what
 * they have in common, which is most of it. Where `like` is given, the value itself may change and is to be dropped.
 */
export function cut(value: unknown, rule: Cut, like: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  if (rule === true) return like === undefined ? value : shared(value, like);
  if (typeof rule === 'function') return derived(value, rule, like);
  if (Array.isArray(value)) return cutArray(value, rule, Array.isArray(like) ? like : []);
  if (!isRecord(value)) return undefined;
  return isRecord(like) ? cutLike(value, rule, like) : cutAlone(value, rule);
}

function derived(value: unknown, rule: Derive, like: unknown): unknown {
  const part = isRecord(value) ? rule(value) : undefined;
  return part === undefined || like === undefined ? part : shared(part, like);
}

/** The field of an object that a rule is about; for one that is derived, the object itself. */
export function sourceOf(value: Record<string, unknown>, field: string, rule: Cut): unknown {
  return typeof rule === 'function' ? value : value[field];
}

function cutArray(values: readonly unknown[], rule: Cut, like: readonly unknown[]): unknown {
  const kept: unknown[] = [];
  let isSame = values.length === like.length;
  for (let index = 0; index < values.length; index++) {
    // Beyond the other's end, an item is most like the one before it.
    const item = cut(values[index], rule, index < like.length ? like[index] : kept.at(-1));
    if (item !== undefined) kept.push(item);
    if (item !== like[index]) isSame = false;
  }
  return isSame ? like : kept;
}

function cutAlone(value: Record<string, unknown>, rule: FieldCuts): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const { field, rule: inner } of rule) {
    const part = cut(sourceOf(value, field, inner), inner, undefined);
    if (part !== undefined) kept[field] = part;
  }
  return kept;
}

function cutLike(
  value: Record<string, unknown>,
  rule: FieldCuts,
  like: Record<string, unknown>,
): Record<string, unknown> {
  // Made at the first difference: most parts of a replica have none.
  let kept: Record<string, unknown> | undefined;
  for (let index = 0; index < rule.length; index++) {
    const step = rule[index];
    if (step === undefined) continue;
    const { field } = step;
    const other = like[field];
    const part = cut(sourceOf(value, field, step.rule), step.rule, other);
    if (kept === undefined) {
      if (part === other) continue;
      kept = {};
      for (let before = 0; before < index; before++) copyField(rule[before]?.field ?? '', like, kept);
    }
    if (part !== undefined) kept[field] = part;
  }
  return kept ?? like;
}

function copyField(field: string, from: Record<string, unknown>, to: Record<string, unknown>): void {
  const part = from[field];
  if (part !== undefined) to[field] = part;
}

/** `like` where it is equal; else the value, with those of its parts that are equal taken from `like`. */
function shared(value: unknown, like: unknown): unknown {
  if (value === like) return like;
  if (Array.isArray(value)) return Array.isArray(like) ? sharedArray(value, like) : value;
  return isRecord(value) && isRecord(like) ? sharedRecord(value, like) : value;
}

function sharedArray(values: unknown[], like: unknown[]): unknown[] {
  let isSame = values.length === like.length;
  for (let index = 0; index < values.length; index++) {
    const part = shared(values[index], like[index]);
    values[index] = part;
    if (part !== like[index]) isSame = false;
  }
  return isSame ? like : values;
}

function sharedRecord(value: Record<string, unknown>, like: Record<string, unknown>): Record<string, unknown> {
  let isSame = true;
  let fields = 0;
  for (const field in value) {
    fields++;
    const part = shared(value[field], like[field]);
    value[field] = part;
    if (part !== like[field]) isSame = false;
  }
  if (!isSame) return value;
  for (const _ in like) fields--;
  return fields === 0 ? like : value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
