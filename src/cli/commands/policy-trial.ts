import { MekhanikubeError } from '../../base/errors.ts';
import { parseNamespaces, type RawAnalyzeOptions } from '../../config/analyze-config.ts';
import { kindsFor } from '../../diagnose/plan.ts';
import { ALL_KINDS, isKind } from '../../kube/kinds.ts';
import type { Kind } from '../../kube/object.ts';
import { timeMs } from '../../kube/time.ts';
import type { TargetEvaluation } from '../../remedy/policy/evaluate.ts';
import type { Policy } from '../../remedy/policy/load/parse-policies.ts';
import type { Doors } from '../../remedy/signals/gather.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Runtime } from '../program.ts';
import { terminalOf } from '../ui/terminal.ts';
import { writeStdout } from '../ui/write.ts';
import { type HouseRules, houseRules, sighted } from './house-rules.ts';
import { evaluationJson } from './policy/evaluation-json.ts';
import { evaluationText, type ShownEvaluation } from './policy/evaluation-text.ts';
import { POLICY_DIR, requirePolicies } from './policy/load.ts';
import { type Observation, observe } from './policy/observe.ts';
import { type PlanFor, planFromPolicy } from './policy/plan-for.ts';
import { planLive } from './policy/plan-live.ts';
import { type ClusterOptions, readCluster, readRecording } from './read.ts';
import { matchesOf } from './remediate/by-policy.ts';
import { openSession } from './remediate/session.ts';
import { readState } from './remediate/state.ts';

interface TrialOptions extends ClusterOptions, Pick<RawAnalyzeOptions, 'namespace' | 'allNamespaces'> {
  readonly output: string;
  readonly all?: boolean;
}

/** A recording answers no questions that nobody asked when it was made. */
const NO_DOORS: Doors = { list: null, prometheus: null };

/** Evaluates policies against a recorded snapshot, at the time that it was taken. Writes nothing. */
export async function testPolicies(path: string, options: TrialOptions & { readonly from: string }): Promise<void> {
  const policies = await requirePolicies(path);
  const house = await houseRules({}, process.env);
  const snapshot = await readRecording(options.from, parseNamespaces(options), house.extra);
  const nowMs = timeMs(snapshot.takenAt);
  if (nowMs === undefined)
    throw new MekhanikubeError('input-unreadable', `${options.from} does not say when it was taken`);
  const seen = { snapshot, house: sighted(house, snapshot, options) };
  await show(await observe(policies, seen, NO_DOORS, nowMs), snapshot, { options, nowMs, planFor: planFromPolicy });
}

/** The same against the live cluster, with the plans and what the guards say to them. Writes nothing. */
export async function simulatePolicies(
  path: string | undefined,
  options: TrialOptions,
  runtime: Runtime,
): Promise<void> {
  const policies = await requirePolicies(path ?? POLICY_DIR);
  const session = await openSession(options, runtime);
  try {
    const snapshot = await readCluster(
      { kinds: kindsToRead(policies, session.house), namespaces: parseNamespaces(options), extra: session.house.extra },
      options,
      runtime,
    );
    const nowMs = Date.now();
    const { state } = readState(process.env);
    const doors: Doors = { list: session.reader.listAny, prometheus: null };
    const observation = await observe(policies, { snapshot, house: session.house }, doors, nowMs);
    const planFor = planLive(session, state, matchesOf(observation.evaluations));
    await show(observation, snapshot, { options, nowMs, planFor });
  } finally {
    session.close();
  }
}

/** What the checks read, the targets themselves, and what expressions may ask for. */
function kindsToRead(policies: readonly Policy[], house: HouseRules): readonly Kind[] {
  const targets = policies.flatMap(({ spec }) => spec.targets.map(({ kind }) => kind)).filter(isKind);
  const kinds = new Set<Kind>([...kindsFor(house.checks), ...targets, 'HorizontalPodAutoscaler']);
  return ALL_KINDS.filter((kind) => kinds.has(kind));
}

interface Showing {
  readonly options: TrialOptions;
  readonly nowMs: number;
  readonly planFor: PlanFor;
}

async function show(observation: Observation, snapshot: Snapshot, { options, nowMs, planFor }: Showing): Promise<void> {
  const shown: ShownEvaluation[] = [];
  for (const evaluation of observation.evaluations) {
    const plans = new Map<TargetEvaluation, readonly string[]>();
    for (const target of evaluation.targets) {
      if (target.outcome !== 'Matches') continue;
      plans.set(target, await planFor({ policy: evaluation.policy, target, findings: observation.findings, snapshot }));
    }
    shown.push({ evaluation, plans });
  }
  if (options.output === 'json') {
    await writeStdout(
      `${JSON.stringify({ takenAt: snapshot.takenAt, policies: shown.map(evaluationJson) }, null, 2)}\n`,
    );
    return;
  }
  const { Chalk } = await import('chalk');
  const { bold } = new Chalk({ level: terminalOf(process.stdout, options, process.env).color ? 1 : 0 });
  const style = { all: options.all ?? false, bold, nowMs };
  await writeStdout(shown.map((one) => evaluationText(one, style)).join('\n'));
}
