import { createInterface } from 'node:readline/promises';
import { MekhanikubeError } from '../../../base/errors.ts';
import type { Run } from '../../../remedy/backup/run.ts';
import type { Journal } from '../../../remedy/journal/journal.ts';
import type { Judgement, Plan } from '../../../remedy/plan/plan.ts';
import type { RunResult } from '../../../remedy/run/finish.ts';
import { runPlan } from '../../../remedy/run/run-plan.ts';
import { planText } from '../../../report/plan-text.ts';
import { runText } from '../../../report/run-text.ts';
import type { Runtime } from '../../program.ts';
import { createProgress } from '../../ui/progress.ts';
import { type DisplayOptions, terminalOf } from '../../ui/terminal.ts';
import { writeStdout } from '../../ui/write.ts';
import type { ClusterOptions } from '../read.ts';
import { authorityOver } from './authority.ts';
import { conductOf, recoverAll, type Stage } from './conduct.ts';
import { layout } from './layout.ts';
import { planIn, sameCluster } from './plan-of.ts';
import { askHooks, tellAfter } from './policy-hooks.ts';
import { exitCodeOf } from './run-exit-code.ts';
import { begun, ended } from './run-history.ts';
import { openSession, type Session } from './session.ts';
import { openBooks, readState } from './state.ts';
import { tryPlan } from './try-plan.ts';

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
    if (options.dryRun === true) return await tryPlan(id, session, options);
    return await applyNow(id, session, options, runtime);
  } finally {
    session.close();
  }
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
  begun(run, plan, mandate, stage);
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
