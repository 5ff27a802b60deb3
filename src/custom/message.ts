import type { Json } from '../base/json.ts';
import { type FieldPath, type Found, parseFieldPath } from './field-path.ts';

/** A sentence with places for values. */
export interface Template {
  readonly fields: readonly (readonly string[])[];
  /** The sentence for one object and what was found there. */
  fill(object: object, found: Found): string;
}

const LONGEST = 120;

/** Reads a template; the text of what is wrong with it otherwise. */
export function parseTemplate(text: string): Template | string {
  const parts: (string | FieldPath | 'value')[] = [];
  let at = 0;
  for (const match of text.matchAll(/\{([^{}]*)\}/g)) {
    parts.push(text.slice(at, match.index));
    at = match.index + match[0].length;
    const inner = match[1] ?? '';
    if (inner === 'value') {
      parts.push('value');
      continue;
    }
    const path = parseFieldPath(inner);
    if (typeof path === 'string') return path;
    parts.push(path);
  }
  const end = text.slice(at);
  const stray = [...parts, end].find((part) => typeof part === 'string' && part !== 'value' && /[{}]/.test(part));
  if (stray !== undefined) return 'has a brace without its other half: write values like {.spec.replicas}';
  return {
    fields: parts.flatMap((part) => (typeof part === 'string' ? [] : [part.fields])),
    fill: (object, { value }) =>
      parts
        .map((part, index) => {
          if (typeof part !== 'string') return wordsOf(part.valuesIn(object).map((one) => one.value));
          return part === 'value' && index % 2 === 1 ? wordsOf([value]) : part;
        })
        .join('') + end,
  };
}

function wordsOf(values: readonly Json[]): string {
  if (values.length === 0) return 'nothing';
  const words = values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(', ');
  return words.length > LONGEST ? `${words.slice(0, LONGEST)}...` : words;
}
