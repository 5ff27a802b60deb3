import { createInterface } from 'node:readline/promises';
import { MekhanikubeError } from '../../../base/errors.ts';
import type { Run } from '../../../remedy/backup/run.ts';
import type { Journal } from '../../../remedy/journal/journal.ts';
import { makePlan } from '../../../remedy/plan/make-plan.ts';
import type { Judgement, Plan } from '../../../remedy/plan/plan.ts';
import { mandateOf } from '../../../remedy/policy/mandate.ts';
import { wantedOf } from '../../../remedy/run/again.ts';
import type { RunResult } from '../../../remedy/run/finish.ts';
import { runPlan } from '../../../remedy/run/run-plan.ts';
import type { State } from '../../../remedy/state/state.ts';
import { planText } from '../../../report/plan-text.ts';
import { runText } from '../../../report/run-text.ts';
import { EXIT } from '../../exit-codes.ts';
import type { Runtime } from '../../program.ts';
import { createProgress } from '../../ui/progress.ts';
import { type DisplayOptions, terminalOf } from '../../ui/terminal.ts';
import { writeStdout } from '../../ui/write.ts';
import type { ClusterOptions } from '../read.ts';
import { approvalFacts } from './approvals.ts';
import { evaluateHere, policyOf, saidAbout } from './by-policy.ts';
import { type Authority, begun, conductOf, ended, recoverAll, type Stage } from './conduct.ts';
import { byHandOf, repairOf } from './judge.ts';
import { planIn, sameCluster } from './plan-of.ts';
import { askHooks, tellAfter } from './policy-hooks.ts';
import { openSession, type Session } from './session.ts';
import { openBooks, readState } from './state.ts';

/** The flags as they were typed. */
export interface ApplyOptions extends ClusterOptions, DisplayOptions {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly policies?: string;
  readonly output: string;
  readonly verbose?: boolean;
  readonly ascii?: boolean;
}

/** Executes a plan that lies in the state folder. @returns the exit code */
export async function applyCommand(id: string, options: ApplyOptions, runtime: Runtime): Promise<number> {
  // What can be said without the cluster is said first.
  const plan = planIn(readState(process.env).backups.findRun(id));
  if (options.dryRun !== true) await confirm(plan, options);
  const session = await openSession(options, runtime);
  try {
    if (options.dryRun === true) return await tryOnly(id, session, options);
    return await applyNow(id, session, options, runtime);
  } finally {
    session.close();
  }
}

/** Thinks a plan through once more, and stops there. */
async function tryOnly(id: string, session: Session, options: ApplyOptions): Promise<number> {
  const { state, backups } = readState(process.env);
  const plan = planIn(backups.findRun(id));
  sameCluster(plan, session);
  const repair = repairOf({
    session,
    state,
    ...(await authorityOver(plan, { session, state }, options)),
    purpose: 'plan',
    run: plan.id,
  });
  const request = {
    target: plan.target,
    finding: null,
    policy: plan.origin.policy,
    steps: plan.steps.map(wantedOf),
    fallback: plan.fallback.map(wantedOf),
    revertAfterMs: plan.revertAfterMs,
  };
  const tried = await makePlan(request, { id: plan.id, cluster: session.cluster, actor: plan.actor }, repair);
  const isSame = tried.steps.every((step, index) => step.signature === plan.steps[index]?.signature);
  const isAllowed = tried.steps.every(({ judgements }) => judgements.every(({ allows }) => allows));
  if (options.output === 'json') await writeStdout(`${JSON.stringify({ ...tried, isAsPlanned: isSame }, null, 2)}\n`);
  else {
    const said = isSame
      ? 'It would do what was planned. Nothing was written.'
      : 'It would not do what was planned: plan again. Nothing was written.';
    await writeStdout(`${planText([tried], layout(options))}\n${said}\n`);
  }
  return isSame && isAllowed ? EXIT.ok : EXIT.denied;
}

async function applyNow(id: string, session: Session, options: ApplyOptions, runtime: Runtime): Promise<number> {
  const books = openBooks(process.env);
  const progress = createProgress(
    terminalOf(process.stderr, options, process.env),
    options.quiet ?? false,
    'Looking for interrupted runs',
  );
  const stage: Stage = {
    session,
    books,
    signal: runtime.signal,
    onProgress: (text) => progress.update(text),
  };
  try {
    const { plan, result } = await applyIn(stage, id, options);
    progress.stop();
    await report(plan, result, options);
    return exitCodeOf(result);
  } catch (thrown) {
    if (runtime.signal.aborted) process.stderr.write(`\nThe run is not finished: mekhanikube recover ends it.\n`);
    throw thrown;
  } finally {
    progress.stop();
    books.close();
  }
}

/**
 * Executes a plan in the state folder that is open, after ending what was interrupted there.
 *
 * @throws MekhanikubeError `denied` for a plan of another cluster, and for one that was applied already
 */
export async function applyIn(
  stage: Stage,
  id: string,
  options: Pick<ApplyOptions, 'policies'>,
): Promise<{ readonly plan: Plan; readonly result: RunResult }> {
  const { session, books } = stage;
  await recoverAll(stage);
  const run = books.backups.findRun(id);
  const plan = planIn(run);
  sameCluster(plan, session);
  notYetDone(run, books.journal);
  const authority = await authorityOver(plan, { session, state: books.state, run }, options);
  const { policy, mandate } = authority;
  const blocked = policy === null ? [] : await askHooks(policy, plan, stage.signal);
  if (blocked.length > 0) return { plan, result: blockedBy(blocked, stage, plan) };
  begun(run, mandate, stage);
  const result = await runPlan(conductOf(run, authority, stage));
  ended(run, result, stage, mandate);
  const { state } = books;
  const untold = policy === null ? [] : await tellAfter(policy, plan, result, { state, signal: stage.signal });
  return { plan, result: { ...result, notes: [...result.notes, ...untold] } };
}

/** A hook said no: nothing has begun. */
function blockedBy(denied: readonly Judgement[], { books, session }: Stage, plan: Plan): RunResult {
  const reason = denied.map((judgement) => judgement.reason).join('; ');
  const { id: runId, hash: planHash } = plan;
  books.audit.append({ actor: session.actor.user, event: 'hook-denied', runId, planHash, decision: 'denied', reason });
  return { outcome: 'abandoned', reason, steps: [], denied, left: [], notes: [] };
}

/** On whose behalf a plan is executed: the policy's as it is now, or the person's. @throws MekhanikubeError `denied` */
async function authorityOver(
  plan: Plan,
  { session, state, run }: { readonly session: Session; readonly state: State; readonly run?: Run },
  options: Pick<ApplyOptions, 'policies'>,
): Promise<Authority> {
  const policy = await policyOf(plan, options.policies);
  if (policy === null) return { mandate: byHandOf(session), said: null, policy: null };
  const namespaces = plan.target.namespace === null ? null : [plan.target.namespace];
  const { snapshot } = await session.diagnose(namespaces);
  const evaluations = await evaluateHere([policy], snapshot, { session, state });
  const approvals = run === undefined ? [] : approvalFacts(run);
  return { mandate: mandateOf(policy, plan.actor.user, approvals), said: saidAbout(plan, evaluations), policy };
}

function notYetDone(run: Run, journal: Journal): void {
  const records = journal.runs().find((known) => known.run === run.id)?.records ?? [];
  // A crash may have kept it from being sealed.
  const done = records.findLast(({ type }) => type === 'DONE');
  const isOver = done?.type === 'DONE' && done.outcome !== 'abandoned';
  if (!run.isSealed() && !isOver) return;
  const outcome = done?.type === 'DONE' ? done.outcome : run.manifest()?.outcome;
  throw new MekhanikubeError('denied', `run ${run.id} has ended: ${outcome ?? 'unknown'}`, {
    hint: `plan again: mekhanikube remediate plan; what it did: mekhanikube remediate show ${run.id}`,
  });
}

/** Asks, where somebody sits there. @throws MekhanikubeError `usage` where nobody does, `denied` where the answer is no */
async function confirm(plan: Plan, options: ApplyOptions): Promise<void> {
  // The policy says so already, or somebody else has to.
  if (options.yes === true || plan.origin.policy?.mode === 'Auto' || plan.origin.policy?.mode === 'Approve') return;
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new MekhanikubeError('usage', 'nobody is there to say yes', {
      hint: `see it first: mekhanikube remediate show ${plan.id}; then give --yes`,
    });
  }
  process.stderr.write(
    `${planText([plan], { ...layout(options), ...terminalOf(process.stderr, options, process.env) })}\n`,
  );
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await asking.question('Do this? Type yes: ');
    if (answer.trim().toLowerCase() !== 'yes')
      throw new MekhanikubeError('denied', 'nothing was done: the answer was not yes');
  } finally {
    asking.close();
  }
}

async function report(plan: Plan, result: RunResult, options: ApplyOptions): Promise<void> {
  if (options.output === 'json') return writeStdout(`${JSON.stringify({ run: plan.id, ...result }, null, 2)}\n`);
  return writeStdout(runText(plan, result, layout(options)));
}

/** How text is laid out on standard output. */
export function layout(options: Pick<ApplyOptions, 'ascii' | 'verbose'> & DisplayOptions) {
  const { width, color } = terminalOf(process.stdout, options, process.env);
  return { width, color, ascii: options.ascii ?? false, verbose: options.verbose ?? false };
}

/** False beside a plain no: then an approval would not help. */
function isOnlyForApproval(denied: RunResult['denied']): boolean {
  return denied.some(({ waitsFor }) => waitsFor === 'approval') && denied.every(({ waitsFor }) => waitsFor !== null);
}

/** The exit code of a run. */
export function exitCodeOf({ outcome, denied }: Pick<RunResult, 'outcome' | 'denied'>): number {
  switch (outcome) {
    case 'succeeded':
      return EXIT.ok;
    case 'abandoned':
    case 'cancelled':
    case 'conflict':
      return isOnlyForApproval(denied) ? EXIT.waiting : EXIT.denied;
    case 'rolled-back':
    case 'failed':
      return EXIT.rolledBack;
    case 'partially-rolled-back':
    case 'needs-human':
      return EXIT.needsHuman;
  }
}
