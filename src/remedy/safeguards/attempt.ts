import { z } from 'zod';
import { OUTCOMES } from '../journal/record.ts';
import { Moment } from './moment.ts';

/**
 * One run as the safeguards remember it. `failed` is also what was rolled back; `withdrawn` never sent anything, and
 * counts for nothing.
 */
export const Attempt = z.object({
  run: z.string(),
  /** Null where a person acted without one. */
  policy: z.string().nullable(),
  /** The uid of the workload that was to be repaired. */
  target: z.string(),
  namespace: z.string().nullable(),
  startedAt: Moment,
  /** Null while it runs. */
  endedAt: Moment.nullable(),
  outcome: z.enum(['running', 'succeeded', 'failed', 'withdrawn']),
  /** It has taken a token of each limit of its rate, which it gives back where it is withdrawn. */
  holdsToken: z.boolean().optional(),
  /** The signatures of its steps. */
  does: z.array(z.string()).optional(),
  /** How it ended, and why, for people. */
  ended: z.object({ as: z.enum(OUTCOMES), reason: z.string() }).optional(),
});
export type Attempt = Readonly<z.output<typeof Attempt>>;

/** When an attempt counts from: its end, or its start while it runs. */
export function momentOf({ startedAt, endedAt }: Attempt): Moment {
  return endedAt ?? startedAt;
}
