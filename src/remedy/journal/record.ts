import { z } from 'zod';

/** A run's id: a ULID, so that the order of names is the order of time. */
export const RunId = z.string().regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);

/** Position and name of a step, which is also its folder: `01-rollout.undo`. */
export const StepName = z.string().regex(/^\d{2}-[a-z0-9][a-z0-9.-]{0,99}$/);

const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const Text = z.string().max(10_000);
const Time = z.iso.datetime({ offset: true });
/** The position of a write within its step. */
const write = z.number().int().nonnegative();
const step = StepName;
const reason = Text;

/** What an object is named by, to know later whether it is still the same one. */
const ref = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  namespace: z.string().nullable(),
  name: z.string(),
});

const uid = Text.nullable();
const resourceVersion = Text.nullable();

export const OUTCOMES = [
  'succeeded',
  'rolled-back',
  'partially-rolled-back',
  'failed',
  'conflict',
  'abandoned',
  'cancelled',
  'needs-human',
] as const;

/** How a run ended. */
export type Outcome = (typeof OUTCOMES)[number];

/** What happened, by `type`; the journal adds where and when. */
export const Happening = z.discriminatedUnion('type', [
  z.object({ type: z.literal('PLANNED'), planHash: Hash }),
  /** From here on a run exists. `fence` is the generation of the lock under which it began. */
  z.object({
    type: z.literal('INTENT'),
    step,
    ref,
    uid,
    resourceVersion,
    forwardHash: Hash,
    inverseHash: Hash.nullable(),
    deadline: Time,
    fence: z.number().int().nonnegative().optional(),
  }),
  z.object({ type: z.literal('BACKED_UP'), step, manifestHash: Hash }),
  /** The request may have been sent from here on. */
  z.object({ type: z.literal('EXECUTING'), step, write }),
  z.object({
    type: z.literal('EXECUTED'),
    step,
    write,
    uid,
    resourceVersion,
    responseHash: Hash.nullable(),
    /** Found out after a crash. */
    recovered: z.boolean().optional(),
    /** The value is ours and the annotation that marks it is not there. */
    markerLost: z.boolean().optional(),
  }),
  z.object({ type: z.literal('VERIFYING'), step, reason }),
  z.object({ type: z.literal('VERIFIED'), step, reason }),
  z.object({ type: z.literal('VERIFY_FAILED'), step, reason }),
  z.object({ type: z.literal('ROLLBACK_INTENT'), step, write, reason }),
  z.object({ type: z.literal('ROLLED_BACK'), step, write, recovered: z.boolean().optional(), resourceVersion }),
  z.object({ type: z.literal('ROLLBACK_BLOCKED'), step, write, reason }),
  z.object({ type: z.literal('CONFLICT'), step, reason }),
  z.object({ type: z.literal('ABANDONED'), reason }),
  z.object({ type: z.literal('CANCELLED'), reason }),
  /** `due` is wall time. */
  z.object({ type: z.literal('REVERT_SCHEDULED'), step, due: Time }),
  z.object({ type: z.literal('REVERTED'), step }),
  z.object({ type: z.literal('DONE'), outcome: z.enum(OUTCOMES), reason }),
]);

export type Happening = z.infer<typeof Happening>;

/** A record of the journal. `seq` counts all of them, without a gap. */
export const JournalRecord = z.intersection(
  z.object({ run: RunId, at: Time, seq: z.number().int().nonnegative() }),
  Happening,
);

export type JournalRecord = z.infer<typeof JournalRecord>;
