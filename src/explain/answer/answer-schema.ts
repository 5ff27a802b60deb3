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

/** The JSON Schema of a call, as a server takes it. */
export function jsonSchemaOf(schema: z.ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema);
  return rest;
}
