import { existsSync } from 'node:fs';
import { MekhanikubeError } from '../../../base/errors.ts';
import { refKey } from '../../../kube/object-ref.ts';
import type { FactShapes } from '../../../remedy/guards/facts.ts';
import { type Fact, known, unknown } from '../../../remedy/guards/facts.ts';
import type { Remembered } from '../../../remedy/plan/guarding.ts';
import type { Request } from '../../../remedy/plan/make-plan.ts';
import type { Plan } from '../../../remedy/plan/plan.ts';
import type { WantedStep } from '../../../remedy/plan/repair.ts';
import { readStates, type TextStore, writeStates } from '../../../remedy/policy/condition-store.ts';
import { leavesOf } from '../../../remedy/policy/conditions/leaves.ts';
import type { PolicyEvaluation, TargetEvaluation } from '../../../remedy/policy/evaluate.ts';
import { fullName } from '../../../remedy/policy/load/load-policies.ts';
import type { Policy } from '../../../remedy/policy/load/parse-policies.ts';
import type { Opening } from '../../../remedy/policy/schedule.ts';
import type { Step } from '../../../remedy/policy/schema/steps.ts';
import { observeRestarts, RestartHistory } from '../../../remedy/signals/restart-history.ts';
import type { State } from '../../../remedy/state/state.ts';
import type { Snapshot } from '../../../snapshot/snapshot.ts';
import { viewOf } from '../../../snapshot/snapshot-view.ts';
import { POLICY_DIR, requirePolicies } from '../policy/load.ts';
import { observe } from '../policy/observe.ts';
import { proofOf } from './proof.ts';
import { momentNow } from './remembered.ts';
import type { Session } from './session.ts';

/** What a policy says about one target now. */
export interface PolicyMatch {
  readonly policy: Policy;
  readonly request: Request;
  /** For the guards. */
  readonly said: PolicySaid;
}

/** What the guards want to know of a policy's evaluation. */
export interface PolicySaid {
  readonly condition: Fact<FactShapes['condition']>;
  readonly schedule: Fact<FactShapes['schedule']>;
  readonly targets: Remembered['targets'];
}

/** The policies that apply here: those that are named, else those of ./policies, else none. */
export async function policiesHere(named: string | undefined): Promise<readonly Policy[]> {
  if (named === undefined && !existsSync(POLICY_DIR)) return [];
  return requirePolicies(named ?? POLICY_DIR);
}

/** The policy under which a plan was made. @throws MekhanikubeError `denied` where it changed since */
export async function policyOf(plan: Plan, named: string | undefined): Promise<Policy | null> {
  const { policy: made } = plan.origin;
  if (made === null) return null;
  const policy = (await policiesHere(named)).find((one) => fullName(one) === made.name);
  if (policy?.hash === made.hash) return policy;
  throw new MekhanikubeError(
    'denied',
    `policy ${made.name} ${policy === undefined ? 'is gone' : 'has changed'} since plan ${plan.id} was made`,
    {
      hint: 'plan again: mekhanikube remediate plan; where policies lie elsewhere, name them with --policies',
    },
  );
}

/** Evaluates policies on a snapshot, remembering what `for` and restarts need. */
export async function evaluateHere(
  policies: readonly Policy[],
  snapshot: Snapshot,
  { session, state }: { readonly session: Session; readonly state: State },
): Promise<readonly PolicyEvaluation[]> {
  if (policies.length === 0) return [];
  const store = storeIn(state, `clusters/${session.cluster.uid}/conditions.json`);
  const restarts = await restartsIn(storeIn(state, `clusters/${session.cluster.uid}/restarts.json`), snapshot);
  const { states } = await readStates(store);
  const doors = { list: session.reader.listAny, prometheus: null };
  const memory = { states, restarts, session: `${momentNow().boot}/${process.pid}` };
  const observation = await observe(policies, { snapshot, house: session.house }, doors, Date.now(), memory);
  await writeStates(store, observation.states);
  return observation.evaluations;
}

/** A request for each target on which a policy wants something done. */
export function matchesOf(evaluations: readonly PolicyEvaluation[]): readonly PolicyMatch[] {
  return evaluations.flatMap((evaluation) =>
    evaluation.targets
      .filter(({ outcome }) => outcome === 'Matches' || outcome === 'Storm')
      .map((target) => ({
        policy: evaluation.policy,
        request: requestOf(evaluation.policy, target),
        said: saidOf(evaluation, target),
      })),
  );
}

/** What an evaluation says about a plan's target now; where it is not among them, the condition has passed. */
export function saidAbout(plan: Plan, evaluations: readonly PolicyEvaluation[]): PolicySaid {
  const evaluation = evaluations.find(({ name }) => name === plan.origin.policy?.name);
  const target = evaluation?.targets.find((one) => refKey(one.target) === refKey(plan.target));
  if (evaluation !== undefined && target !== undefined) return saidOf(evaluation, target);
  return {
    condition: known({ state: 'cleared', reason: evaluation?.inactive ?? 'the policy does not cover it any more' }),
    schedule:
      evaluation === undefined ? unknown('the policy was not evaluated') : known(scheduleOf(evaluation.opening)),
    targets: null,
  };
}

function saidOf(evaluation: PolicyEvaluation, target: TargetEvaluation): PolicySaid {
  const inTrouble = evaluation.targets.filter(({ truth }) => truth === 'true').length;
  return {
    condition: known(conditionOf(target)),
    schedule: known(scheduleOf(evaluation.opening)),
    targets: { covered: evaluation.targets.length, inTrouble, changing: 1 },
  };
}

function conditionOf({ outcome, leaves, busyWith }: TargetEvaluation): FactShapes['condition'] {
  const reason = leaves.map(({ text }) => text).join('; ');
  switch (outcome) {
    case 'Matches':
    case 'Storm':
      return { state: 'holds', reason };
    case 'TargetBusy':
      return { state: 'cleared', reason: `policy ${busyWith ?? ''} has the target` };
    case 'Unknown':
      return { state: 'unknown', reason };
    case 'No':
    case 'Pending':
      return { state: 'cleared', reason };
  }
}

function scheduleOf(opening: Opening): FactShapes['schedule'] {
  const at = (ms: number | null) => (ms === null ? null : new Date(ms));
  if (opening.open)
    return opening.untilMs === null ? { state: 'unscheduled' } : { state: 'open', until: at(opening.untilMs) };
  const reason = opening.blackout ? 'a blackout of the policy is on' : 'no window of the policy is open';
  return { state: 'closed', reason, opensAt: at(opening.nextMs) };
}

function requestOf(policy: Policy, { target, findings }: TargetEvaluation): Request {
  const { spec } = policy;
  const finding = findings[0] ?? null;
  const ids = findings.map(({ id }) => id);
  const step = (from: number) => (one: Step, index: number) => wantedStep(one, from + index, { target, policy, ids });
  return {
    target,
    finding,
    policy: { name: fullName(policy), hash: policy.hash, mode: spec.mode },
    steps: spec.steps.map(step(1)),
    fallback: spec.fallback.map(step(90)),
    revertAfterMs: spec.revert.after,
    revertIfDrifted: spec.revert.ifDrifted,
  };
}

interface About {
  readonly target: TargetEvaluation['target'];
  readonly policy: Policy;
  readonly ids: readonly string[];
}

function wantedStep(
  { action, params, timeout, verify, onFailure }: Step,
  number: number,
  { target, policy, ids }: About,
): WantedStep {
  const isAboutFindings = leavesOf(policy.spec.when).some(
    ({ leaf }) => leaf.source.from === 'finding' && verify?.conditionCleared?.includes(leaf.id) === true,
  );
  const proof = proofOf({ verify, timeout }, isAboutFindings ? ids : []);
  const id = `${String(number).padStart(2, '0')}-${action}`;
  return { id, action, params, target, timeoutMs: timeout, onFailure, proof };
}

function storeIn(state: State, path: string): TextStore {
  return {
    read: async () => state.read(path)?.toString('utf8') ?? null,
    async write(text) {
      for (const folder of ['tmp', path.split('/').slice(0, -1).join('/')]) state.makeFolder(folder);
      state.write(path, Buffer.from(text));
    },
  };
}

async function restartsIn(store: TextStore, snapshot: Snapshot): Promise<RestartHistory> {
  const observed = observeRestarts(historyFrom(await store.read()), viewOf(snapshot));
  await store.write(`${JSON.stringify(observed)}\n`);
  return observed;
}

/** A damaged history begins anew: then no restart of the past counts. */
function historyFrom(text: string | null): RestartHistory {
  try {
    return RestartHistory.parse(JSON.parse(text ?? '{}'));
  } catch {
    return {};
  }
}
