import type { JournalRecord } from './record.ts';

/** What the journal knows of one run. */
export interface RunRecords {
  readonly run: string;
  /** In their order. */
  readonly records: readonly JournalRecord[];
  /** Nothing says yet how it ended. */
  readonly open: boolean;
  /** Steps that are still to be taken back at a set time, each with that time. */
  readonly pendingReverts: readonly { readonly step: string; readonly due: string }[];
}

/** The runs in the order in which they began. */
export function runsOf(records: readonly JournalRecord[]): readonly RunRecords[] {
  const byRun = Map.groupBy(records, ({ run }) => run);
  return [...byRun].map(([run, own]) => ({
    run,
    records: own,
    // Taking a run back later opens it again.
    open: own.findLast(({ type }) => type !== 'REVERTED' && type !== 'REVERT_SCHEDULED')?.type !== 'DONE',
    pendingReverts: pendingReverts(own),
  }));
}

/** Nothing of it will ever be asked for again. */
export function isSettled({ open, pendingReverts }: RunRecords): boolean {
  return !open && pendingReverts.length === 0;
}

function pendingReverts(records: readonly JournalRecord[]): RunRecords['pendingReverts'] {
  const due = new Map<string, string>();
  for (const record of records) {
    if (record.type === 'REVERT_SCHEDULED') due.set(record.step, record.due);
    if (record.type === 'REVERTED') due.delete(record.step);
  }
  return [...due].map(([step, time]) => ({ step, due: time }));
}
