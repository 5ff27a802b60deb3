import type { z } from 'zod';
import { jsonSchemaOf, tidied } from './answer-schema.ts';
import { type Refusal, refusal } from './refusal.ts';

/** What a model wrote, as a value, or why it is none. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

/**
 * Reads a model's answer. Servers promise to keep to the schema and do not always do so: a fence or words around the
 * JSON are taken off, and everything is checked. `restore` gives masked strings their names back.
 */
export function parseAnswer<T>(
  text: string,
  schema: z.ZodType<T>,
  restore: (text: string) => string = String,
): Parsed<T> {
  const json = firstObject(text.replace(/<think>.*?<\/think>/s, ''));
  if (json === undefined) return { ok: false, refusal: refusal('it is no JSON object') };
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return { ok: false, refusal: refusal('it is no valid JSON') };
  }
  const checked = schema.safeParse(tidied(restored(value, restore), jsonSchemaOf(schema)));
  if (checked.success) return { ok: true, value: checked.data };
  const issue = checked.error.issues[0];
  const where = issue?.path.join('.') || 'the object';
  return {
    ok: false,
    refusal: refusal('it does not follow the schema', `${where}: ${issue?.message ?? ''}`.slice(0, 160)),
  };
}

function restored(value: unknown, restore: (text: string) => string): unknown {
  if (typeof value === 'string') return restore(value);
  if (Array.isArray(value)) return value.map((item) => restored(item, restore));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, restored(item, restore)]));
}

/** The first whole `{...}`, strings in it considered; undefined where none ends. */
function firstObject(text: string): string | undefined {
  const start = text.indexOf('{');
  if (start < 0) return undefined;
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return text.slice(start, at + 1);
  }
  return undefined;
}
