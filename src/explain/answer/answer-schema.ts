import { z } from 'zod';

/** What a model chooses where the evidence names no cause. */
export const INSUFFICIENT = 'insufficient_evidence';

/** What a model may choose from: its answer can name nothing else. */
export interface Choices {
  readonly causes: readonly string[];
  readonly evidence: readonly string[];
  readonly fixes: readonly string[];
  readonly objects: readonly string[];
}

const SUMMARY_LENGTH = 300;
const WHY_LENGTH = 500;
const UNKNOWN_LENGTH = 120;
const UNKNOWNS = 2;

/** A model's answer about a finding. */
export interface ExplainAnswer {
  readonly cause: string;
  readonly evidence: readonly string[];
  readonly fixes: readonly string[];
  readonly object: string;
  readonly summary: string;
  readonly unknowns: readonly string[];
  readonly why: string;
}

/** The schema of one call: its enums are the ids and objects of that call. Keys in alphabetical order. */
export function explainSchema({ causes, evidence, fixes, objects }: Choices): z.ZodType<ExplainAnswer> {
  return z.strictObject({
    cause: z.enum([...causes, INSUFFICIENT]),
    evidence: z.array(z.enum(evidence)).min(1).max(6),
    fixes: fixes.length === 0 ? z.array(z.string()).max(0) : z.array(z.enum(fixes)).max(3),
    object: z.enum(objects),
    summary: z.string().min(1).max(SUMMARY_LENGTH),
    unknowns: unknowns(),
    why: z.string().max(WHY_LENGTH),
  });
}

/** A model's answer to a question. */
export interface AskAnswer {
  readonly evidence: readonly string[];
  readonly summary: string;
  readonly unknowns: readonly string[];
}

export function askSchema({ evidence }: Pick<Choices, 'evidence'>): z.ZodType<AskAnswer> {
  return z.strictObject({
    evidence: z.array(z.enum(evidence)).max(6),
    summary: z.string().max(WHY_LENGTH),
    unknowns: unknowns(),
  });
}

/** A translation: the same keys, in another language. */
export interface TranslateAnswer {
  readonly summary: string;
  readonly unknowns: readonly string[];
  readonly why: string;
}

/** Other languages need more letters for the same. */
const LONGER = 2;

export function translateSchema(): z.ZodType<TranslateAnswer> {
  return z.strictObject({
    summary: z.string().max(LONGER * WHY_LENGTH),
    unknowns: z.array(z.string().max(LONGER * UNKNOWN_LENGTH)).max(UNKNOWNS),
    why: z.string().max(LONGER * WHY_LENGTH),
  });
}

function unknowns() {
  return z.array(z.string().max(UNKNOWN_LENGTH)).max(UNKNOWNS);
}

/** What a model may forget, or write too much of, without being wrong. */
const LISTS = { evidence: 6, fixes: 3, unknowns: UNKNOWNS } as const;
const TEXTS = { summary: SUMMARY_LENGTH, why: WHY_LENGTH } as const;

/**
 * Forgives what does no harm: keys that nobody asked for, a list that is absent, too long or no list, a text that is
 * absent or too long. Ids and objects are not touched: they are chosen from what there is, or the answer is refused.
 */
export function tidied(answer: unknown, schema: object): unknown {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return answer;
  const given = new Map(Object.entries(answer));
  const tidy = Object.keys(Reflect.get(schema, 'properties') ?? {}).map((key): readonly [string, unknown] => {
    const value = given.get(key);
    if (key in LISTS) return [key, listOf(value, Reflect.get(LISTS, key))];
    if (key in TEXTS)
      return [key, value == null ? '' : typeof value === 'string' ? cut(value, longest(schema, key)) : value];
    if (key === 'cause' && typeof value === 'string') return [key, /^C\d+(?=: )/.exec(value)?.[0] ?? value];
    return [key, value];
  });
  return Object.fromEntries(tidy);
}

function listOf(value: unknown, most: number): unknown {
  if (value == null || value === '') return [];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.slice(0, most).map((item) => (typeof item === 'string' ? cut(item, UNKNOWN_LENGTH) : item));
}

function longest(schema: object, key: string): number {
  const properties: Record<string, { maxLength?: number }> = Reflect.get(schema, 'properties') ?? {};
  return properties[key]?.maxLength ?? WHY_LENGTH;
}

/** At the end of a sentence, or of a word. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const start = text.slice(0, most);
  const end = Math.max(start.lastIndexOf('. '), start.lastIndexOf('。')) + 1;
  return end > 0 ? start.slice(0, end) : start.slice(0, Math.max(start.lastIndexOf(' '), 1));
}

/** The JSON Schema of a call, as a server takes it. */
export function jsonSchemaOf(schema: z.ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema);
  return rest;
}
