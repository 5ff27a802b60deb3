import { type AppendFile, openAppend } from '../state/append-file.ts';
import { canonicalJson, sha256 } from '../state/canonical.ts';
import type { State } from '../state/state.ts';
import { integrity } from '../state/trouble.ts';
import { frameOf, LARGEST_BODY } from './frame.ts';
import { readFiles } from './read-files.ts';
import { type Happening, JournalRecord } from './record.ts';
import { isSettled, type RunRecords, runsOf } from './runs.ts';

const ROTATE_BYTES = 8 * 1024 * 1024;

/** The record of what was intended and done, which survives a crash at any point. */
export interface Journal {
  /** What is damaged before its end; then nothing can be added any more. */
  readonly integrity: string | null;
  /** The number of bytes that a crash left half-written; where they were taken away, they lie in `quarantine/`. */
  readonly tornBytes: number;
  runs(): readonly RunRecords[];
  /**
   * Adds a record. It is on the disk when this returns.
   *
   * @throws MekhanikubeError `state-integrity`: the caller must not act
   */
  append(run: string, happening: Happening): JournalRecord;
  close(): void;
}

interface JournalOptions {
  readonly now?: () => Date;
  readonly rotateBytes?: number;
}

interface JournalFile {
  readonly name: string;
  readonly records: JournalRecord[];
}

/** Opens the journal. With a state that may write, a torn end is put aside, and files that are done with are removed. */
export function openJournal(state: State, options: JournalOptions = {}): Journal {
  const { now = () => new Date(), rotateBytes = ROTATE_BYTES } = options;
  const content = readFiles(state);
  const isWritable = state.access === 'write' && content.integrity === null;
  let files: readonly JournalFile[] = content.files.map(({ name, records }) => ({ name, records: [...records] }));
  let lastHash = content.lastHash;
  let nextSeq = (files.flatMap(({ records }) => records).at(-1)?.seq ?? -1) + 1;
  let file: AppendFile | undefined;
  if (isWritable) {
    state.makeFolder('journal');
    if (content.torn !== null) putAside(state, content.torn);
    files = compacted(state, files);
  }
  const current = (): AppendFile => {
    if (file !== undefined && file.bytes < rotateBytes) return file;
    const last = files.at(-1);
    const isFull = last !== undefined && (state.entry(`journal/${last.name}`)?.bytes ?? 0) >= rotateBytes;
    if (last === undefined || isFull)
      files = compacted(state, [...files, { name: nameAfter(last?.name), records: [] }]);
    file?.close();
    file = openAppend(state, `journal/${files.at(-1)?.name}`);
    return file;
  };
  return {
    integrity: content.integrity,
    tornBytes: content.torn?.bytes.length ?? 0,
    runs: () => runsOf(files.flatMap(({ records }) => records)),
    append(run, happening) {
      if (content.integrity !== null)
        throw integrity(
          `the journal is damaged: ${content.integrity}`,
          'keep a copy of the state folder, and look at the runs that were open',
        );
      const record = JournalRecord.parse({ ...happening, run, at: now().toISOString(), seq: nextSeq });
      const body = canonicalJson({ prev: lastHash, record });
      if (Buffer.byteLength(body) > LARGEST_BODY) throw new Error(`a record of ${run} is too large for the journal`);
      current().append(frameOf(body));
      lastHash = sha256(body);
      nextSeq += 1;
      files.at(-1)?.records.push(record);
      return record;
    },
    close: () => file?.close(),
  };
}

function nameAfter(name = '000000.wal'): string {
  return `${String(Number(name.slice(0, 6)) + 1).padStart(6, '0')}.wal`;
}

/** Half of a record was never confirmed to anybody: it is kept, and does not count. */
function putAside(state: State, torn: { name: string; start: number; bytes: Buffer }): void {
  state.makeFolder('quarantine');
  state.write(`quarantine/${torn.name}.${torn.start}.${sha256(torn.bytes).slice(0, 8)}`, torn.bytes);
  const file = openAppend(state, `journal/${torn.name}`);
  try {
    file.cut(torn.start);
  } finally {
    file.close();
  }
}

/** Removes the oldest files as long as each run with a record in them is settled, and has no record in a later one. */
function compacted(state: State, files: readonly JournalFile[]): readonly JournalFile[] {
  const removable = removableCount(files);
  for (const { name } of files.slice(0, removable)) state.remove(`journal/${name}`);
  return files.slice(removable);
}

function removableCount(files: readonly JournalFile[]): number {
  const runs = runsOf(files.flatMap(({ records }) => records));
  const unsettled = new Set(runs.filter((run) => !isSettled(run)).map(({ run }) => run));
  for (let count = files.length - 1; count > 0; count--) {
    const later = new Set(files.slice(count).flatMap(({ records }) => records.map(({ run }) => run)));
    const inside = files.slice(0, count).flatMap(({ records }) => records.map(({ run }) => run));
    // The numbers and the chain go on from the last record: one of them stays.
    if (later.size > 0 && inside.every((run) => !unsettled.has(run) && !later.has(run))) return count;
  }
  return 0;
}
