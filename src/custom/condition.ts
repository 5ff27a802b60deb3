import { celReader } from '../base/cel.ts';
import type { Json } from '../base/json.ts';
import type { CheckDocument, Comparison } from './check-schema.ts';
import { type Found, parseFieldPath } from './field-path.ts';

/** What makes an object wrong. */
export interface Condition {
  /** The fields that it looks at, each as far as its path is certain. */
  readonly fields: readonly (readonly string[])[];
  /**
   * Where the object is wrong; empty if it is not.
   *
   * @throws Error where the expression cannot be worked out on this object
   */
  find(object: object): readonly Found[];
}

const readCel = celReader(['object']);

/** The field of the document that is wrong, and what about it. */
export interface Flaw {
  readonly path: readonly string[];
  readonly message: string;
}

/** Reads the condition of a check, or says what is wrong with it. */
export function conditionFrom({ cel, jsonPath }: CheckDocument['spec']): Condition | Flaw {
  if ((cel === undefined) === (jsonPath === undefined)) {
    return { path: ['spec'], message: 'needs cel or jsonPath: one of them, and not both' };
  }
  if (cel !== undefined) return byCel(cel);
  return byPath(jsonPath ?? { path: '' });
}

export function isFlaw(value: Condition | Flaw): value is Flaw {
  return 'message' in value;
}

function byCel(text: string): Condition | Flaw {
  const compiled = readCel(text);
  if (typeof compiled === 'string') return { path: ['spec', 'cel'], message: compiled };
  return {
    fields: compiled.paths,
    find(object) {
      const answer = compiled.evaluate({ object });
      if (answer.state === 'error') throw new Error(answer.reason);
      if (typeof answer.value !== 'boolean') throw new Error('the expression gives no boolean');
      const [first = []] = compiled.paths;
      return answer.value ? [{ path: first.join('.'), value: valueAt(object, first) }] : [];
    },
  };
}

function valueAt(object: object, path: readonly string[]): Json {
  const found = parseFieldPath(path.map((field) => `['${field}']`).join(''));
  return typeof found === 'string' ? null : (found.valuesIn(object)[0]?.value ?? null);
}

function byPath({ path: text, ...rules }: Comparison): Condition | Flaw {
  const path = parseFieldPath(text);
  if (typeof path === 'string') return { path: ['spec', 'jsonPath', 'path'], message: path };
  const named = Object.keys(rules);
  if (named.length !== 1) {
    return {
      path: ['spec', 'jsonPath'],
      message: 'needs one comparison, like exists: false or notStartsWith: registry/',
    };
  }
  const { exists } = rules;
  return {
    fields: [path.fields],
    find(object) {
      const found = path.valuesIn(object);
      if (exists === false) return found.length === 0 ? [{ path: path.fields.join('.'), value: null }] : [];
      return exists === true ? found : found.filter(({ value }) => holds(value, rules));
    },
  };
}

function holds(value: Json, rules: Omit<Comparison, 'path'>): boolean {
  const { equals, notEquals, startsWith, notStartsWith, contains, lessThan, moreThan } = rules;
  const text = typeof value === 'string' ? value : null;
  if (equals !== undefined) return value === equals;
  if (notEquals !== undefined) return value !== notEquals;
  if (rules.in !== undefined) return rules.in.some((one) => one === value);
  if (rules.notIn !== undefined) return !rules.notIn.some((one) => one === value);
  if (startsWith !== undefined) return text?.startsWith(startsWith) ?? false;
  if (notStartsWith !== undefined) return text !== null && !text.startsWith(notStartsWith);
  if (contains !== undefined) return text?.includes(contains) ?? false;
  if (lessThan !== undefined) return typeof value === 'number' && value < lessThan;
  return moreThan !== undefined && typeof value === 'number' && value > moreThan;
}
