import { z } from 'zod';

/** An instant on both clocks of a process. */
export interface Instant {
  /** Milliseconds since the epoch: it may be set. */
  readonly wallMs: number;
  /** Milliseconds that only go forward, and mean nothing to another process. */
  readonly monoMs: number;
  /** Which process's `monoMs` it is. */
  readonly session: string;
}

/** What must be remembered of a leaf for one target, over restarts. Plain JSON. */
export const LeafState = z.strictObject({
  /** True for as long as the comparison holds, whatever `for` says. */
  held: z.boolean(),
  /** How long it is known to have held, in milliseconds. */
  heldMs: z.number().min(0),
  /** How many samples said so without a break. */
  samples: z.int().min(0),
  /** When it was last known, true or false; null for never. */
  last: z.strictObject({ wallMs: z.number(), monoMs: z.number(), session: z.string().max(100) }).nullable(),
  /** The value then. */
  value: z.union([z.number(), z.string().max(1000), z.boolean()]).nullable(),
});

export type LeafState = z.output<typeof LeafState>;

export const FRESH: LeafState = { held: false, heldMs: 0, samples: 0, last: null, value: null };
