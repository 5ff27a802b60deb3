import { z } from 'zod';
import { RISKS } from '../write.ts';

/** Any JSON that was read back. */
const AnyJson: z.ZodType = z.json();

export const RefSchema = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  namespace: z.string().nullable(),
  name: z.string(),
});

const SegmentSchema = z.union([z.string(), z.object({ key: z.string(), value: z.union([z.string(), z.number()]) })]);

/** One field that a change touches, as the server's dry run showed it. */
export const ChangeSchema = z.object({
  path: z.array(SegmentSchema),
  before: AnyJson.optional(),
  after: AnyJson.optional(),
  at: z.number().optional(),
});

const OperationSchema = z.union([
  z.object({ op: z.enum(['add', 'replace', 'test']), path: z.string(), value: AnyJson }),
  z.object({ op: z.literal('remove'), path: z.string() }),
]);

const Target = { ref: RefSchema, uid: z.string(), resourceVersion: z.string().nullable() };

/** One request of a step, exactly as it is to be sent. */
export const RequestSchema = z.discriminatedUnion('verb', [
  z.object({
    verb: z.literal('patch'),
    ...Target,
    operations: z.array(OperationSchema),
    subresource: z.string().optional(),
  }),
  z.object({ verb: z.literal('create'), ref: RefSchema, manifest: z.record(z.string(), AnyJson) }),
  z.object({
    verb: z.literal('delete'),
    ...Target,
    propagation: z.enum(['Background', 'Foreground', 'Orphan']),
    graceSeconds: z.number().optional(),
    wayBack: z.enum(['controller', 'recreate', 'none']),
  }),
  z.object({ verb: z.literal('evict'), ...Target, graceSeconds: z.number().optional() }),
]);
export type PlannedRequest = z.output<typeof RequestSchema>;

/** A request with what it will change. */
export const PlannedWriteSchema = z.object({ request: RequestSchema, changes: z.array(ChangeSchema) });
export type PlannedWrite = z.output<typeof PlannedWriteSchema>;

/** What a guard, or the action itself, said. */
export const JudgementSchema = z.object({
  /** The guard's id; `action` for a precondition of the action. */
  guard: z.string(),
  allows: z.boolean(),
  reason: z.string(),
  hint: z.string().nullable(),
  /** Where the no may pass. */
  waitsFor: z.enum(['approval', 'window', 'cooldown', 'tokens']).nullable(),
});
export type Judgement = z.output<typeof JudgementSchema>;

/** What must hold before a step counts as done, beyond what its action itself verifies. */
export const ProofSchema = z.object({
  /** Findings that must be gone, by id. */
  cleared: z.array(z.string()),
  /** How long they must stay gone. */
  forMs: z.number(),
  /** No finding that was not there before may be this severe or worse in the namespace; null for any. */
  noNewFindings: z.enum(['critical', 'high', 'medium', 'low', 'info']).nullable(),
});
export type Proof = z.output<typeof ProofSchema>;

export const PlannedStepSchema = z.object({
  id: z.string(),
  action: z.string(),
  params: z.record(z.string(), AnyJson),
  target: RefSchema,
  /** Null where the target is not there. */
  targetUid: z.string().nullable(),
  summary: z.string(),
  risk: z.enum(RISKS as [(typeof RISKS)[number], ...(typeof RISKS)[number][]]),
  wayBack: z.string(),
  notes: z.array(z.string()),
  writes: z.array(PlannedWriteSchema),
  judgements: z.array(JudgementSchema),
  /** Says what is done, so that a plan that changed is seen: sha256. */
  signature: z.string(),
  /** Only shown; a person does it. */
  proposeOnly: z.boolean(),
  timeoutMs: z.number(),
  onFailure: z.enum(['Rollback', 'Continue', 'Stop', 'Escalate']),
  proof: ProofSchema,
});
export type PlannedStep = z.output<typeof PlannedStepSchema>;

/** Why a plan was made. */
export const OriginSchema = z.object({
  finding: z.object({ id: z.string(), check: z.string(), message: z.string() }).nullable(),
  policy: z.object({ name: z.string(), hash: z.string(), mode: z.string() }).nullable(),
});

/** Actions in their order, with what they will change, what was said about them, and the way back. */
export const PlanSchema = z.object({
  formatVersion: z.literal(1),
  /** Of the run that it becomes. */
  id: z.string(),
  cluster: z.object({ uid: z.string(), label: z.string(), server: z.string() }),
  createdAt: z.string(),
  actor: z.object({ user: z.string(), groups: z.array(z.string()) }),
  origin: OriginSchema,
  target: RefSchema,
  steps: z.array(PlannedStepSchema),
  /** When it is to be taken back by itself, after it worked; null for never. */
  revertAfterMs: z.number().nullable(),
  /** What becomes then of fields that somebody else changed. */
  revertIfDrifted: z.enum(['Abort', 'ThreeWay', 'Force']),
  /** What is done where the steps fail. */
  fallback: z.array(PlannedStepSchema),
  /** What approval is given to: sha256 over the steps, the cluster and the policy. */
  hash: z.string(),
});
export type Plan = z.output<typeof PlanSchema>;

/** False where an action does not fit its target: then there is nothing that could be applied later. */
export function isFitting(plan: Plan): boolean {
  return plan.steps.every(({ signature }) => signature !== '');
}

/**
 * True where nothing stands against a plan but what an approval, a window or time may still bring, and where there is
 * something that is not only shown.
 */
export function isAllowed(plan: Plan): boolean {
  return plan.steps.every(
    ({ judgements, proposeOnly }) =>
      !proposeOnly && judgements.every(({ allows, waitsFor }) => allows || waitsFor !== null),
  );
}
