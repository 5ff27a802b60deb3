import { z } from 'zod';
import { strict } from '../../../base/document/strict.ts';
import { isTimeZone } from '../../../kube/jobs/cron.ts';
import { cronOf } from '../cron.ts';
import { duration } from '../duration.ts';

const Window = strict({
  /** When it opens: five fields, in the time zone of the schedule. */
  cron: z
    .string()
    .max(100)
    .refine((text) => cronOf(text, 'UTC') !== undefined, 'is no cron expression of five fields, like "0 8 * * 1-5"'),
  duration: duration('1m', '7d'),
});

/** When a policy may act. No window means always; a blackout wins over a window. */
export const Schedule = strict({
  timezone: z.string().max(64).refine(isTimeZone, 'is no time zone like Europe/Prague').default('UTC'),
  windows: z.array(Window).max(20).default([]),
  blackouts: z.array(Window).max(50).default([]),
});

export type Schedule = z.output<typeof Schedule>;
