import { countText } from '../../../base/list-text.ts';
import { waitMs } from '../../../config/duration.ts';
import type { Finding } from '../../../findings/finding.ts';
import { kindByName } from '../../../kube/kinds.ts';
import { type ObjectRef, refKey } from '../../../kube/object-ref.ts';
import { readHistory } from '../../../remedy/history/history.ts';
import { withPast } from '../../../remedy/history/past.ts';
import { makePlan, type Request } from '../../../remedy/plan/make-plan.ts';
import { isAllowed, isFitting, type Plan } from '../../../remedy/plan/plan.ts';
import { mandateOf } from '../../../remedy/policy/mandate.ts';
import type { State } from '../../../remedy/state/state.ts';
import { planText } from '../../../report/plan-text.ts';
import { viewOf } from '../../../snapshot/snapshot-view.ts';
import { sift } from '../../../suppress/sift.ts';
import { EXIT } from '../../exit-codes.ts';
import type { Runtime } from '../../program.ts';
import { createProgress } from '../../ui/progress.ts';
import { type DisplayOptions, terminalOf } from '../../ui/terminal.ts';
import { writeStdout } from '../../ui/write.ts';
import type { ClusterOptions } from '../read.ts';
import { evaluateHere, matchesOf, type PolicyMatch, policiesHere } from './by-policy.ts';
import { checkAction, requestsFor, type Wish } from './choose.ts';
import { byHandOf, repairOf } from './judge.ts';
import { keepPlans } from './keep-plan.ts';
import { paramsFrom } from './params.ts';
import { momentNow } from './remembered.ts';
import { openSession, type Session } from './session.ts';
import { readState } from './state.ts';

/** The flags as they were typed. */
export interface PlanOptions extends ClusterOptions, DisplayOptions {
  readonly namespace?: readonly string[];
  readonly allNamespaces?: boolean;
  readonly action?: string;
  readonly policies?: string;
  readonly param?: readonly string[];
  readonly timeout: string;
  readonly output: string;
  readonly verbose?: boolean;
  readonly ascii?: boolean;
}

/** Plans on the live cluster and writes nothing to it. @returns the exit code: 10 where every plan is refused */
export async function planCommand(about: string | undefined, options: PlanOptions, runtime: Runtime): Promise<number> {
  checkAction(options.action ?? null, about ?? null);
  const params = paramsFrom(options.param ?? []);
  const timeoutMs = waitMs(options.timeout, '--timeout');
  const session = await openSession(options, runtime);
  const progress = createProgress(
    terminalOf(process.stderr, options, process.env),
    options.quiet ?? false,
    'Reading the cluster',
  );
  try {
    const namespaces = namespacesFor(about, options, session);
    const { snapshot, diagnosis } = await session.diagnose(namespaces);
    const wish = {
      about: about ?? null,
      action: options.action ?? null,
      params,
      timeoutMs,
      namespace: options.namespace?.[0] ?? session.namespace,
    };
    const policies = wish.action === null ? await policiesHere(options.policies) : [];
    const { state } = readState(process.env, 'mark');
    const matches = matchesOf(await evaluateHere(policies, snapshot, { session, state }));
    const ignoring = { rules: session.house.rules, baseline: null };
    const { kept } = sift(diagnosis.findings, ignoring, viewOf(snapshot));
    const requests = chosenFrom(wish, kept, matches);
    progress.update(`Planning ${requests.length} ${requests.length === 1 ? 'repair' : 'repairs'}`);
    const plans: Plan[] = [];
    for (const wanted of requests) plans.push(await planOne(wanted, session, state));
    const stored = keepPlans(plans, session, runtime);
    progress.stop();
    return await show(stored, kept, options);
  } finally {
    progress.stop();
    session.close();
  }
}

/** Where to look: what is named, else the whole cluster for a finding, and the context's namespace for an object. */
function namespacesFor(about: string | undefined, { namespace, allNamespaces }: PlanOptions, session: Session) {
  if (namespace !== undefined && namespace.length > 0) return namespace;
  return about?.includes('/') === true && allNamespaces !== true ? [session.namespace] : null;
}

/** A request, and what the policy behind it says; null for one by hand. */
interface Wanted {
  readonly request: Request;
  readonly match: PolicyMatch | null;
}

/** What a policy wants comes first; what no policy speaks for is planned as if by hand. */
function chosenFrom(wish: Wish, findings: readonly Finding[], matches: readonly PolicyMatch[]): readonly Wanted[] {
  const { about } = wish;
  const fits = ({ request }: PolicyMatch): boolean =>
    about === null ||
    (about.includes('/') ? isNamed(about, request.target) : (request.finding?.id.startsWith(about) ?? false));
  const chosen = matches.filter(fits).map((match) => ({ request: match.request, match }));
  if (chosen.length > 0 && about !== null) return chosen;
  const spokenFor = new Set(chosen.map(({ request }) => refKey(request.target)));
  const byHand = requestsFor(wish, findings).filter(({ target }) => !spokenFor.has(refKey(target)));
  return [...chosen, ...byHand.map((request) => ({ request, match: null }))];
}

function isNamed(about: string, { kind, name }: ObjectRef): boolean {
  const [word = '', wanted = ''] = about.split('/');
  return kindByName(word)?.kind === kind && wanted === name;
}

/** A plan without an id yet. */
export async function planOne({ request, match }: Wanted, session: Session, state: State): Promise<Plan> {
  const mandate = match === null ? byHandOf(session) : mandateOf(match.policy, session.actor.user, []);
  const repair = repairOf({ session, state, mandate, purpose: 'plan', run: null, said: match?.said ?? null });
  const plan = await makePlan(request, { id: '', cluster: session.cluster, actor: session.actor }, repair);
  return withPast(plan, readHistory(state, session.cluster.uid).attempts, momentNow());
}

async function show(plans: readonly Plan[], findings: readonly Finding[], options: PlanOptions): Promise<number> {
  const isPossible = plans.some(isAllowed);
  const exitCode = plans.length === 0 || isPossible ? EXIT.ok : EXIT.denied;
  if (options.output === 'json') {
    await writeStdout(
      `${JSON.stringify({ apiVersion: 'mekhanikube.io/v1alpha1', kind: 'PlanList', items: plans.map((plan) => ({ ...plan, id: plan.id === '' ? null : plan.id })) }, null, 2)}\n`,
    );
    return exitCode;
  }
  if (plans.length === 0) {
    await writeStdout(
      `${findings.length === 0 ? 'Nothing is wrong' : `${countText(findings.length, 'finding')}, and no action is known`}.\n`,
    );
    return exitCode;
  }
  const { width, color } = terminalOf(process.stdout, options, process.env);
  // What can be done comes first.
  const sorted = [...plans].sort((left, right) => Number(isFitting(right)) - Number(isFitting(left)));
  const text = planText(sorted, { width, color, ascii: options.ascii ?? false, verbose: options.verbose ?? false });
  const first = plans.find(isAllowed);
  const next =
    first === undefined ? 'Nothing can be applied as it stands.' : `Apply one: mekhanikube remediate apply ${first.id}`;
  await writeStdout(`${text}\n${next}\n`);
  return exitCode;
}
