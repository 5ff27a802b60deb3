import type { Finding } from '../../findings/finding.ts';
import type { ObjectRef } from '../../kube/object-ref.ts';
import { canonicalJson, sha256 } from '../state/canonical.ts';
import type { Plan, PlannedStep } from './plan.ts';
import { considerStep } from './plan-step.ts';
import type { Repair, WantedStep } from './repair.ts';

/** What a plan is made for. */
export interface Request {
  readonly target: ObjectRef;
  readonly finding: Finding | null;
  readonly policy: Plan['origin']['policy'];
  readonly steps: readonly WantedStep[];
  readonly fallback: readonly WantedStep[];
  /** When it is to be taken back by itself; null for never. */
  readonly revertAfterMs: number | null;
  /** `Abort` where absent. */
  readonly revertIfDrifted?: Plan['revertIfDrifted'];
}

/** Who asks, and of which cluster. */
export type Frame = Pick<Plan, 'id' | 'cluster' | 'actor'>;

/**
 * Makes a plan on live data. Writes nothing: the server only tries.
 *
 * @param made the plan that is thought through once more, for what is asked about it when it is executed
 */
export async function makePlan(
  request: Request,
  frame: Frame,
  repair: Repair,
  made: Plan | null = null,
): Promise<Plan> {
  const { finding, policy, target, revertAfterMs, revertIfDrifted = 'Abort' } = request;
  const consider = async (wanted: WantedStep): Promise<PlannedStep> => {
    const marker = markerOf(frame.id, wanted.id);
    const plannedUid = made?.steps.find(({ id }) => id === wanted.id)?.targetUid ?? null;
    const occasion = { finding, marker, planHash: made?.hash ?? null, plannedUid };
    return (await considerStep(wanted, occasion, repair)).planned;
  };
  const steps: PlannedStep[] = [];
  for (const wanted of request.steps) steps.push(await consider(wanted));
  const fallback: PlannedStep[] = [];
  for (const wanted of request.fallback) fallback.push(await consider(wanted));
  const origin = {
    finding: finding === null ? null : { id: finding.id, check: finding.check, message: finding.message },
    policy,
  };
  const createdAt = repair.clock.now().toISOString();
  const hash = hashOf({ cluster: frame.cluster, origin, steps, fallback, revertAfterMs });
  return {
    formatVersion: 1,
    ...frame,
    createdAt,
    origin,
    target,
    steps,
    fallback,
    revertAfterMs,
    revertIfDrifted,
    hash,
  };
}

/** What approval is given to. */
export function hashOf({
  cluster,
  origin,
  steps,
  fallback,
  revertAfterMs,
}: Pick<Plan, 'cluster' | 'origin' | 'steps' | 'fallback' | 'revertAfterMs'>): string {
  const does = (step: PlannedStep) => [step.id, step.signature, step.onFailure, step.timeoutMs, step.proof];
  return sha256(
    canonicalJson({
      cluster: cluster.uid,
      policy: origin.policy?.hash ?? null,
      steps: steps.map(does),
      fallback: fallback.map(does),
      revertAfterMs,
    }),
  );
}

/** What is left on an object that a step changes. */
export function markerOf(run: string, step: string): string {
  return `${run}/${step}`;
}
