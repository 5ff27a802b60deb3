import { z } from 'zod';
import { HINTS } from '../kube/logs/spec-hint.ts';

/** What the log of a failing container tells, as a fact of the checks that look at it. */
export const LogFacts = z.object({
  /** Like `log-conn-refused`; null where no line says why, and the last one stands here. */
  pattern: z.string().nullable(),
  line: z.string(),
  /** What in the spec the line points to: see `SpecHint`. */
  hint: z.object({ kind: z.enum(HINTS), name: z.string(), value: z.string() }).nullable(),
  /** The Service that it could not reach. */
  service: z.object({ name: z.string(), state: z.enum(['missing', 'down', 'up']) }).nullable(),
});
