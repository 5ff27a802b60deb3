import { compareText, firstDifference } from '../../base/collate.ts';
import type { Finding } from '../../findings/finding.ts';
import type { KubeObject } from '../../kube/object.ts';
import { type ObjectRef, refKey } from '../../kube/object-ref.ts';
import { type Observed, readSample } from '../signals/read-sample.ts';
import { resolveTargets } from '../signals/resolve-targets.ts';
import type { TargetObject } from '../signals/target.ts';
import { type LeafStates, leafKey } from './condition-store.ts';
import { judgeLeaf } from './conditions/judge-leaf.ts';
import type { Instant, LeafState } from './conditions/leaf-state.ts';
import { leavesOf } from './conditions/leaves.ts';
import { truthOfTree } from './conditions/tree.ts';
import type { Truth } from './conditions/truth.ts';
import { fullName } from './load/load-policies.ts';
import type { Policy } from './load/parse-policies.ts';
import { type Opening, openingAt } from './schedule.ts';

export interface EvaluationContext extends Observed {
  readonly now: Instant;
  /** What was remembered of the leaves. */
  readonly states: LeafStates;
}

/** What one leaf said. */
export interface LeafReading {
  readonly id: string;
  readonly truth: Truth;
  /** It holds, but not yet for as long as it must. */
  readonly pending: boolean;
  /** What was seen, in words. */
  readonly text: string;
  /** It stands under `none`: its truth speaks against. */
  readonly negated: boolean;
}

/**
 * What follows for a target. `Matches` is the only one on which anything may be done; `TargetBusy`: a policy of higher
 * priority has it; `Storm`: too many match at once.
 */
export type Outcome = 'Matches' | 'TargetBusy' | 'Storm' | 'No' | 'Pending' | 'Unknown';

export interface TargetEvaluation {
  readonly target: ObjectRef;
  readonly object: KubeObject;
  readonly truth: Truth;
  readonly outcome: Outcome;
  /** The policy that has the target, for `TargetBusy`. */
  readonly busyWith: string | null;
  readonly leaves: readonly LeafReading[];
  /** The findings that made it match, worst first; a plan is about these. */
  readonly findings: readonly Finding[];
}

export interface PolicyEvaluation {
  readonly policy: Policy;
  /** `shop/web-crash-loop` */
  readonly name: string;
  /** Why it is not judged: `mode is Off`; null where it is. */
  readonly inactive: string | null;
  readonly opening: Opening;
  readonly targets: readonly TargetEvaluation[];
  /** What of its targets could not be read. */
  readonly unread: readonly string[];
  /** More targets match than the policy's storm threshold. */
  readonly storm: { readonly matching: number; readonly threshold: number } | null;
}

export interface Evaluated {
  /** Highest priority first. */
  readonly evaluations: readonly PolicyEvaluation[];
  /** To be stored: what is not among them is over. */
  readonly states: LeafStates;
}

/** Judges policies against what was observed: pure. */
export function evaluatePolicies(policies: readonly Policy[], context: EvaluationContext): Evaluated {
  const states = new Map<string, LeafState>();
  const claims = new Map<string, string>();
  const evaluations = inOrder(policies).map((policy) => evaluateOne(policy, context, states, claims));
  return { evaluations, states };
}

/** Highest priority first, then by name: which of two policies has a target must not depend on files. */
export function inOrder(policies: readonly Policy[]): readonly Policy[] {
  return [...policies].sort((left, right) =>
    firstDifference(right.spec.priority - left.spec.priority, compareText(fullName(left), fullName(right))),
  );
}

function evaluateOne(
  policy: Policy,
  context: EvaluationContext,
  states: Map<string, LeafState>,
  claims: Map<string, string>,
): PolicyEvaluation {
  const name = fullName(policy);
  const opening = openingAt(policy.spec.schedule, context.now.wallMs);
  const inactive = inactiveBecause(policy);
  if (inactive !== null) return { policy, name, inactive, opening, targets: [], unread: [], storm: null };
  const { targets, unread } = resolveTargets(policy, context.view, context.findings.findings);
  const judged = targets.map((target) => judgeTarget(policy, target, context, states));
  const matching = judged.filter(({ truth }) => truth === 'true').length;
  const threshold = policy.spec.safeguards.blastRadius.stormThreshold;
  const storm = matching > threshold ? { matching, threshold } : null;
  const claimed = judged.map((one) => claim(one, policy, name, storm !== null, context, claims));
  return { policy, name, inactive, opening, targets: claimed, unread, storm };
}

function inactiveBecause({ spec }: Policy): string | null {
  if (spec.mode === 'Off') return 'mode is Off';
  return spec.suspend ? 'it is suspended' : null;
}

type Judged = Omit<TargetEvaluation, 'outcome' | 'busyWith'>;

function judgeTarget(
  policy: Policy,
  target: TargetObject,
  context: EvaluationContext,
  states: Map<string, LeafState>,
): Judged {
  const truths = new Map<string, Truth>();
  const findings = new Set<Finding>();
  const leaves = leavesOf(policy.spec.when).map(({ leaf, negated }): LeafReading => {
    const read = readSample(leaf, target, context);
    const key = leafKey(policy.hash, target.object.metadata.uid ?? refKey(target.ref), leaf.id);
    const judged = judgeLeaf(leaf, context.states.get(key) ?? null, read.sample, context.now);
    states.set(key, judged.state);
    truths.set(leaf.id, judged.truth);
    if (judged.truth === 'true' && !negated) for (const finding of read.findings) findings.add(finding);
    return { id: leaf.id, truth: judged.truth, pending: judged.pending, text: judged.text, negated };
  });
  const inReportOrder = context.findings.findings.filter((finding) => findings.has(finding));
  return {
    target: target.ref,
    object: target.object,
    truth: truthOfTree(policy.spec.when, truths),
    leaves,
    findings: inReportOrder,
  };
}

/** One policy at a time has a workload: a claim is on the object at the top, so that a pod's policy does not meet its Deployment's. */
function claim(
  judged: Judged,
  policy: Policy,
  name: string,
  storm: boolean,
  { view }: EvaluationContext,
  claims: Map<string, string>,
): TargetEvaluation {
  if (judged.truth !== 'true') return { ...judged, outcome: withoutMatch(judged, policy), busyWith: null };
  // Whoever only observes stands in nobody's way.
  if (policy.spec.mode === 'Observe') return { ...judged, outcome: storm ? 'Storm' : 'Matches', busyWith: null };
  const key = refKey(view.topOwner(judged.object));
  const holder = claims.get(key) ?? name;
  claims.set(key, holder);
  if (holder !== name) return { ...judged, outcome: 'TargetBusy', busyWith: holder };
  return { ...judged, outcome: storm ? 'Storm' : 'Matches', busyWith: null };
}

/** Pending where nothing but time is missing. */
function withoutMatch({ truth, leaves }: Judged, { spec }: Policy): Outcome {
  if (truth === 'unknown') return 'Unknown';
  const later = leaves.map(({ id, truth: now, pending, negated }) => [id, pending && !negated ? 'true' : now] as const);
  return truthOfTree(spec.when, new Map(later)) === 'true' ? 'Pending' : 'No';
}
