import { MekhanikubeError } from '../../../base/errors.ts';
import type { Run } from '../../../remedy/backup/run.ts';
import { readHistory, withAttempt, writeHistory } from '../../../remedy/history/history.ts';
import type { JournalRecord } from '../../../remedy/journal/record.ts';
import type { PlannedStep } from '../../../remedy/plan/plan.ts';
import type { Conduct } from '../../../remedy/run/conduct.ts';
import { diskKeeper } from '../../../remedy/run/disk-keeper.ts';
import type { RunResult } from '../../../remedy/run/finish.ts';
import { recoverRun } from '../../../remedy/run/recover.ts';
import { outcomeOf, takeBackRun } from '../../../remedy/run/take-back-run.ts';
import { type Authority, byHand } from './authority.ts';
import { repairOf } from './judge.ts';
import { momentNow } from './remembered.ts';
import { ended, sealRun } from './run-history.ts';
import type { Session } from './session.ts';
import type { Books } from './state.ts';
import { tellPeople } from './tell-people.ts';

/** What a run is conducted with. */
export interface Stage {
  readonly session: Session;
  readonly books: Books;
  readonly signal: AbortSignal;
  onProgress(text: string): void;
}

/** Conducts one run of the state folder. */
export function conductOf(
  run: Run,
  { mandate, said }: Authority,
  { session, books, signal, onProgress }: Stage,
): Conduct {
  const keeper = diskKeeper(run, books, session.actor.user);
  return {
    repair: repairOf({ session, state: books.state, mandate, purpose: 'execute', run: run.id, said }),
    keeper,
    tell: tellPeople(books.state, keeper.plan, { signal }),
    onProgress: (step: PlannedStep, text: string) => onProgress(`${step.action}: ${text}`),
  };
}

/**
 * Ends every run that was interrupted, before anything new is begun.
 *
 * @throws MekhanikubeError `state-integrity` where the journal is damaged
 */
export async function recoverAll(
  stage: Stage,
): Promise<readonly { readonly run: string; readonly result: RunResult }[]> {
  const { books, session } = stage;
  if (books.journal.integrity !== null) {
    throw new MekhanikubeError('state-integrity', `the journal is damaged: ${books.journal.integrity}`, {
      hint: 'keep a copy of the state folder; mekhanikube backup list and verify still read the backups',
    });
  }
  tidyUp(stage);
  const recovered: { run: string; result: RunResult }[] = [];
  for (const { run: id, open } of books.journal.runs()) {
    if (!open) continue;
    // Those of another cluster wait until it is there.
    const run = books.backups.runIn(session.cluster.uid, id);
    if (run === undefined) continue;
    stage.onProgress(`Ending the interrupted run ${id}`);
    const result = await recoverRun(conductOf(run, byHand(session), stage));
    ended(run, result, stage);
    // One that was interrupted is over, also where nothing was sent.
    sealRun(run, result, stage);
    recovered.push({ run: id, result });
  }
  for (const { run: id, pendingReverts } of books.journal.runs()) {
    const run = books.backups.runIn(session.cluster.uid, id);
    const due = pendingReverts.filter((revert) => Date.parse(revert.due) <= Date.now());
    if (run !== undefined && due.length > 0) recovered.push({ run: id, result: await reverted(run, due, stage) });
  }
  return recovered;
}

/** Notes what a crash kept from being noted: before a run's first record, and after its last one. */
function tidyUp(stage: Stage): void {
  const { books, session } = stage;
  const cluster = session.cluster.uid;
  const journal = new Map(books.journal.runs().map((known) => [known.run, known]));
  for (const { run: id, open, records } of journal.values()) {
    const run = open ? undefined : books.backups.runIn(cluster, id);
    const done = records.findLast(({ type }) => type === 'DONE');
    // What is damaged stays unsealed: backup verify says so.
    if (run === undefined || done?.type !== 'DONE' || run.isSealed() || run.verify().bad.length > 0) continue;
    const { outcome, reason } = done;
    ended(run, { outcome, reason, steps: reportsIn(records), denied: [], left: [], notes: [] }, stage);
  }
  const history = readHistory(books.state, cluster);
  const lost = history.attempts.filter(({ outcome, run }) => outcome === 'running' && journal.get(run)?.open !== true);
  if (lost.length === 0) return;
  const closed = lost.map((attempt) => ({ ...attempt, outcome: 'withdrawn' as const, endedAt: momentNow() }));
  writeHistory(books.state, cluster, closed.reduce(withAttempt, history));
}

function reportsIn(records: readonly JournalRecord[]): RunResult['steps'] {
  return records.flatMap((record) =>
    record.type === 'VERIFIED' ? [{ id: record.step, state: 'verified' as const, reason: record.reason }] : [],
  );
}

/** Takes back what was meant for a time only. */
async function reverted(
  run: Run,
  due: readonly { readonly step: string; readonly due: string }[],
  stage: Stage,
): Promise<RunResult> {
  stage.onProgress(`Taking back run ${run.id}, whose time is over`);
  const conduct = conductOf(run, byHand(stage.session), stage);
  const { keeper } = conduct;
  const lateMs = Math.max(...due.map((revert) => Date.now() - Date.parse(revert.due)));
  const reason = `its time was over, ${Math.round(lateMs / 1000)} s ago`;
  const { left, notes, requests } = await takeBackRun(
    conduct,
    keeper.plan.steps.map(({ id }) => id),
    reason,
    keeper.plan.revertIfDrifted,
  );
  for (const { step } of due) await keeper.record({ type: 'REVERTED', step });
  return { outcome: outcomeOf(left, requests), reason, steps: [], denied: [], left, notes };
}
