import type { Json, JsonObject } from '../base/json.ts';

/** One step of a path: a field, an item of a list, or all items. */
type Step = { readonly field: string } | { readonly index: number } | 'all';

/** A path into an object, as kubectl writes them: `{.spec.containers[*].image}`, braces and first point optional. */
export interface FieldPath {
  /** The fields on the way, without the steps into lists: what must be kept of the object. */
  readonly fields: readonly string[];
  /** All values there, each with its own path. */
  valuesIn(object: object): readonly Found[];
}

export interface Found {
  readonly path: string;
  readonly value: Json;
}

const STEP = /^(?:\.?([A-Za-z_][\w-]*)|\[(\d+)\]|\[(\*)\]|\[(?:'([^']+)'|"([^"]+)")\])/;

/** Reads a path; the text of what is wrong with it otherwise. */
export function parseFieldPath(text: string): FieldPath | string {
  const trimmed = text.trim().replace(/^\{(.*)\}$/, '$1');
  let rest = trimmed.replace(/^\$/, '');
  const steps: Step[] = [];
  while (rest !== '') {
    const match = STEP.exec(rest);
    if (match === null) return `cannot read the path from "${rest}": write it like .spec.containers[*].image`;
    const [whole, field, index, all, quoted, doubleQuoted] = match;
    const name = field ?? quoted ?? doubleQuoted;
    steps.push(name !== undefined ? { field: name } : all === undefined ? { index: Number(index) } : 'all');
    rest = rest.slice(whole.length);
  }
  if (steps.length === 0) return 'the path is empty';
  return {
    fields: steps.flatMap((one) => (one !== 'all' && 'field' in one ? [one.field] : [])),
    valuesIn: (object) => steps.reduce(step, [{ path: '', value: object as JsonObject }]),
  };
}

function step(found: readonly Found[], next: Step): readonly Found[] {
  return found.flatMap(({ path, value }): readonly Found[] => {
    if (next === 'all') return itemsOf(value).map((item, index) => ({ path: `${path}[${index}]`, value: item }));
    if ('index' in next) {
      const item = itemsOf(value)[next.index];
      return item === undefined ? [] : [{ path: `${path}[${next.index}]`, value: item }];
    }
    const inner = isObject(value) && Object.hasOwn(value, next.field) ? value[next.field] : undefined;
    return inner === undefined ? [] : [{ path: path === '' ? next.field : `${path}.${next.field}`, value: inner }];
  });
}

function itemsOf(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
