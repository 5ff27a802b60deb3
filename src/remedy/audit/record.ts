import { z } from 'zod';
import { canonicalJson, sha256 } from '../state/canonical.ts';

const text = z.string().max(10_000).nullable().default(null);
const hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .nullable()
  .default(null);

/** What is told about one event. Values of objects are never in it, only their hashes. */
export const AuditEvent = z.object({
  /** Who asked for it: a user's name, or that of a policy. */
  actor: z.string().max(1_000),
  /** Stable, kebab-case: `write-executed`. */
  event: z.string().regex(/^[a-z][a-z0-9-]*$/),
  runId: text,
  /** `Deployment shop/web`. */
  target: text,
  planHash: hash,
  beforeHash: hash,
  afterHash: hash,
  decision: z.enum(['allowed', 'denied']).nullable().default(null),
  reason: text,
});

/** An event before what is absent was filled in. */
export type AuditEvent = z.input<typeof AuditEvent>;

export const AuditRecord = AuditEvent.extend({
  seq: z.number().int().nonnegative(),
  ts: z.iso.datetime(),
  prev: z.string(),
  hash: z.string(),
});

/** A line of the log. `hash` covers everything else in it, and so, through `prev`, every line before. */
export type AuditRecord = z.infer<typeof AuditRecord>;

/** Where the log ends. */
export const AuditHead = z.object({ seq: z.number().int().nonnegative(), hash: z.string() });

export type AuditHead = z.infer<typeof AuditHead>;

/** The hash that a record must have. */
export function hashOf({ hash: _, ...body }: AuditRecord): string {
  return sha256(body.prev + canonicalJson(body));
}

/** Gives a record its hash. */
export function sealedRecord(body: Omit<AuditRecord, 'hash'>): AuditRecord {
  const record = { ...body, hash: '' };
  return { ...record, hash: hashOf(record) };
}

/** The record that stands in a line of the log, or undefined for anything else. */
export function recordIn(line: string): AuditRecord | undefined {
  try {
    const checked = AuditRecord.safeParse(JSON.parse(line));
    return checked.success && hashOf(checked.data) === checked.data.hash ? checked.data : undefined;
  } catch {
    return undefined;
  }
}
