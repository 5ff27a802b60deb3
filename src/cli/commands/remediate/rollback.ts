import { MekhanikubeError } from '../../../base/errors.ts';
import { refText } from '../../../kube/object-ref.ts';
import type { Run } from '../../../remedy/backup/run.ts';
import { outcomeOf, takeBackRun } from '../../../remedy/run/take-back-run.ts';
import { EXIT } from '../../exit-codes.ts';
import type { Runtime } from '../../program.ts';
import type { DisplayOptions } from '../../ui/terminal.ts';
import { writeStdout } from '../../ui/write.ts';
import type { ClusterOptions } from '../read.ts';
import { byHand } from './authority.ts';
import { conductOf, recoverAll, type Stage } from './conduct.ts';
import { planIn, sameCluster } from './plan-of.ts';
import { ended } from './run-history.ts';
import { staged } from './staged.ts';

/** What becomes of fields that somebody else changed since. */
export const IF_DRIFTED = { abort: 'Abort', 'three-way': 'ThreeWay', force: 'Force' } as const;

/** The flags as they were typed. */
export interface RollbackOptions extends ClusterOptions, DisplayOptions {
  /** A step by its position; absent for all. */
  readonly step?: string;
  /** Back to before the first of the runs that changed this object one after the other. */
  readonly toBaseline?: boolean;
  readonly ifDrifted?: keyof typeof IF_DRIFTED;
  readonly output: string;
}

/** Takes back what a run did: only fields that still hold what it wrote. @returns the exit code */
export async function rollbackCommand(id: string, options: RollbackOptions, runtime: Runtime): Promise<number> {
  return staged(options, runtime, async (stage) => {
    const run = stage.books.backups.findRun(id);
    const chain = options.toBaseline === true ? chainFrom(run, stage) : [run];
    let exitCode: number = EXIT.ok;
    for (const one of chain) {
      exitCode = await rollBackRun(one, options, stage);
      if (exitCode !== EXIT.ok) break;
    }
    return exitCode;
  });
}

/** The run and those before it on the same object, the newest first. */
function chainFrom(run: Run, { books, session }: Stage): readonly Run[] {
  const chain: Run[] = [];
  for (let next: Run | undefined = run; next !== undefined; ) {
    chain.push(next);
    const parent: string | null = next.header().targets[0]?.parentRun ?? null;
    next = parent === null ? undefined : books.backups.runIn(session.cluster.uid, parent);
  }
  return chain;
}

async function rollBackRun(run: Run, options: RollbackOptions, stage: Stage): Promise<number> {
  const taken = await takeBackIn(stage, run, options);
  await say(taken, options);
  return taken.left.length === 0 ? EXIT.ok : EXIT.needsHuman;
}

/**
 * Takes back what a run did, in the state folder that is open.
 *
 * @throws MekhanikubeError `denied` where it changed nothing, or another cluster
 */
export async function takeBackIn(
  stage: Stage,
  run: Run,
  options: Pick<RollbackOptions, 'step' | 'toBaseline' | 'ifDrifted'>,
): Promise<TakenBack> {
  const { session, books } = stage;
  const plan = planIn(run);
  sameCluster(plan, session);
  if (options.toBaseline !== true) await recoverAll(stage);
  const conduct = conductOf(run, byHand(session), stage);
  const steps = stepsOf(
    options.step,
    plan.steps.map(({ id }) => id),
  );
  const { requests, left, notes } = await takeBackRun(
    conduct,
    steps,
    'asked for',
    IF_DRIFTED[options.ifDrifted ?? 'abort'],
  );
  if (requests + left.length + notes.length === 0) {
    throw new MekhanikubeError('denied', `run ${run.id} changed nothing that could be taken back`, {
      hint: `see it: mekhanikube remediate show ${run.id}`,
    });
  }
  const outcome = outcomeOf(left, requests);
  if (requests + left.length > 0) {
    ended(run, { outcome, reason: 'taken back, as asked for', steps: [], denied: [], left, notes }, { session, books });
  }
  return { run: run.id, target: refText(plan.target), outcome, requests, left, notes };
}

function stepsOf(chosen: string | undefined, ids: readonly string[]): string[] {
  if (chosen === undefined) return [...ids];
  const id = ids.find((one, index) => one === chosen || String(index + 1) === chosen);
  if (id !== undefined) return [id];
  throw new MekhanikubeError('usage', `there is no step ${chosen}`, { hint: `it has ${ids.join(', ')}` });
}

/** What became of taking a run back. */
export interface TakenBack {
  readonly run: string;
  readonly target: string;
  readonly outcome: string;
  readonly requests: number;
  readonly left: readonly string[];
  readonly notes: readonly string[];
}

async function say(said: TakenBack, { output }: RollbackOptions): Promise<void> {
  if (output === 'json') return writeStdout(`${JSON.stringify(said, null, 2)}\n`);
  const { run, target, requests, left, notes } = said;
  const head =
    left.length > 0
      ? `Run ${run} could not be taken back whole: ${target}`
      : requests > 0
        ? `Run ${run} was taken back${notes.length > 0 ? ' as far as it goes' : ''}: ${target}`
        : `There was nothing to take back of run ${run}: ${target}`;
  const lines = [head, ...left.map((text) => `  left: ${text}`), ...notes.map((text) => `  note: ${text}`)];
  return writeStdout(`${lines.join('\n')}\n`);
}
