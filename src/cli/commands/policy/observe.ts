import { type Diagnosis, diagnose } from '../../../diagnose/diagnose.ts';
import type { LeafStates } from '../../../remedy/policy/condition-store.ts';
import { evaluatePolicies, type PolicyEvaluation } from '../../../remedy/policy/evaluate.ts';
import type { Policy } from '../../../remedy/policy/load/parse-policies.ts';
import type { Findings, Unjudged } from '../../../remedy/signals/finding-signal.ts';
import { type Doors, gather } from '../../../remedy/signals/gather.ts';
import { resolveTargets } from '../../../remedy/signals/resolve-targets.ts';
import type { RestartHistory } from '../../../remedy/signals/restart-history.ts';
import type { Snapshot } from '../../../snapshot/snapshot.ts';
import { viewOf } from '../../../snapshot/snapshot-view.ts';
import { sift } from '../../../suppress/sift.ts';
import type { HouseRules } from '../house-rules.ts';

/** What policies said of a snapshot, once. */
export interface Observation {
  readonly findings: Findings['findings'];
  readonly evaluations: readonly PolicyEvaluation[];
  /** To be remembered. */
  readonly states: LeafStates;
}

/** What is remembered of earlier looks. */
export interface Memory {
  readonly states: LeafStates;
  readonly restarts: RestartHistory;
  /** Names this process: its monotonic clock means nothing to another one. */
  readonly session: string;
}

const NOTHING: Memory = { states: new Map(), restarts: {}, session: 'once' };

/** Judges a snapshot by the rules of the house and evaluates policies against it: what is ignored is not repaired. */
export async function observe(
  policies: readonly Policy[],
  { snapshot, house }: { readonly snapshot: Snapshot; readonly house: HouseRules },
  doors: Doors,
  nowMs: number,
  memory: Memory = NOTHING,
): Promise<Observation> {
  const view = viewOf(snapshot);
  const diagnosis = diagnose(snapshot, house.checks, house.scanChecks);
  const { kept } = sift(diagnosis.findings, { rules: house.rules, baseline: null }, view);
  const findings = findingsOf({ ...diagnosis, findings: kept });
  const asking = policies.map((policy) => ({
    spec: policy.spec,
    targets: resolveTargets(policy, view, findings.findings).targets,
  }));
  const { evaluations, states } = evaluatePolicies(policies, {
    view,
    findings,
    gathered: await gather(asking, doors),
    restarts: memory.restarts,
    alerts: null,
    states: memory.states,
    now: { wallMs: nowMs, monoMs: performance.now(), session: memory.session },
  });
  return { findings: findings.findings, evaluations, states };
}

function findingsOf({ findings, coverage: { checks } }: Diagnosis): Findings {
  const crashed = checks.crashed.map(({ check, reason }): Unjudged => ({ check, namespace: null, reason }));
  return { findings, ran: checks.run, unjudged: [...checks.skipped.map(unjudged), ...crashed] };
}

/** A reason that ends with a namespace is about that one. */
function unjudged({ check, reason }: { readonly check: string; readonly reason: string }): Unjudged {
  const namespace = / in namespace (\S+)( were not asked for)?$/.exec(reason)?.[1];
  return { check, namespace: namespace ?? null, reason };
}
