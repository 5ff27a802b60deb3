import type { Json } from '../../base/json.ts';
import type { Segment } from '../write.ts';

/** A field's place in one object, its lists resolved to positions. */
export type Tokens = readonly (string | number)[];

/** Where a path leads in an object. `depth` is how many of its segments are there. */
export interface Resolved {
  readonly tokens: Tokens;
  readonly depth: number;
}

/** Follows a path as far as the object goes. */
export function resolve(object: Json | undefined, path: readonly Segment[]): Resolved {
  const tokens: (string | number)[] = [];
  let at: Json | undefined = object;
  for (const segment of path) {
    const token = tokenIn(at, segment);
    if (token === undefined) break;
    tokens.push(token);
    at = childOf(at, token);
  }
  return { tokens, depth: tokens.length };
}

/** The value at a path; undefined where there is none. */
export function valueAt(object: Json | undefined, path: readonly Segment[]): Json | undefined {
  const { tokens, depth } = resolve(object, path);
  if (depth < path.length) return undefined;
  return tokens.reduce<Json | undefined>((at, token) => childOf(at, token), object);
}

function tokenIn(at: Json | undefined, segment: Segment): string | number | undefined {
  if (typeof segment === 'string') return isMap(at) && Object.hasOwn(at, segment) ? segment : undefined;
  if (!isList(at)) return undefined;
  const position = at.findIndex((item) => childOf(item, segment.key) === segment.value);
  return position < 0 ? undefined : position;
}

export function childOf(at: Json | undefined, token: string | number): Json | undefined {
  if (typeof token === 'number') return isList(at) ? at[token] : undefined;
  return isMap(at) && Object.hasOwn(at, token) ? at[token] : undefined;
}

export function isMap(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** @see https://www.rfc-editor.org/rfc/rfc6901 */
export function pointerText(tokens: readonly (string | number)[]): string {
  return tokens.map((token) => `/${String(token).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** A path for people: `spec.template.spec.containers[name=web].image`. */
export function pathText(path: readonly Segment[]): string {
  return path
    .map((segment, index) => {
      if (typeof segment !== 'string') return `[${segment.key}=${segment.value}]`;
      if (!/^[\w-]+$/.test(segment)) return `["${segment}"]`;
      return index === 0 ? segment : `.${segment}`;
    })
    .join('');
}
