import { z } from 'zod';
import type { State } from '../state/state.ts';
import { frameAt, hasFrameAfter } from './frame.ts';
import { JournalRecord } from './record.ts';

/** What stands in a frame: the record, and the hash of the one before. */
const Body = z.object({ prev: z.string(), record: JournalRecord });

/** Far above what a file grows to before the next one is begun. */
const LARGEST_FILE = 64 * 1024 * 1024;
const NAME = /^\d{6}\.wal$/;

/** The hash before the first record of all. */
export const NO_HASH = '0'.repeat(64);

/** All that the files of the journal hold. */
export interface JournalContent {
  /** Names of the files, in order, with the number of the records in each. */
  readonly files: readonly { readonly name: string; readonly records: readonly JournalRecord[] }[];
  readonly lastHash: string;
  /** What a crash left at the end of the last file, from `start` on. */
  readonly torn: { readonly name: string; readonly start: number; readonly bytes: Buffer } | null;
  /** Why none of it may be added to: something before the end is not what was written. */
  readonly integrity: string | null;
}

/** Reads the whole journal. What is damaged is told, never thrown. */
export function readFiles(state: State): JournalContent {
  const names = state.names('journal').filter((name) => NAME.test(name));
  const files: { name: string; records: readonly JournalRecord[] }[] = [];
  let chain: Chain = { hash: null, seq: null };
  for (const [index, name] of names.entries()) {
    const number = Number(name.slice(0, 6));
    if (index > 0 && number !== Number(names[0]?.slice(0, 6)) + index)
      return {
        files,
        lastHash: chain.hash ?? NO_HASH,
        torn: null,
        integrity: `journal file before ${name} is missing`,
      };
    const read = readOne(state, name, chain);
    chain = read.chain;
    files.push({ name, records: read.records });
    if (read.problem === null) continue;
    const isLast = index === names.length - 1;
    if (isLast && read.torn !== null)
      return { files, lastHash: chain.hash ?? NO_HASH, torn: { name, ...read.torn }, integrity: null };
    return { files, lastHash: chain.hash ?? NO_HASH, torn: null, integrity: read.problem };
  }
  return { files, lastHash: chain.hash ?? NO_HASH, torn: null, integrity: null };
}

/** What the next record has to follow; null where the files before were compacted away. */
interface Chain {
  readonly hash: string | null;
  readonly seq: number | null;
}

interface FileContent {
  readonly records: readonly JournalRecord[];
  readonly chain: Chain;
  readonly problem: string | null;
  readonly torn: { readonly start: number; readonly bytes: Buffer } | null;
}

function readOne(state: State, name: string, before: Chain): FileContent {
  const size = state.entry(`journal/${name}`)?.bytes ?? 0;
  if (size > LARGEST_FILE)
    return { records: [], chain: before, problem: `journal file ${name} is too large (${size} bytes)`, torn: null };
  const bytes = state.read(`journal/${name}`) ?? Buffer.alloc(0);
  const records: JournalRecord[] = [];
  let chain = before;
  for (let at = 0; at < bytes.length; ) {
    const frame = frameAt(bytes, at);
    const where = `journal file ${name}, byte ${at}`;
    if (frame === undefined) {
      const torn = hasFrameAfter(bytes, at) ? null : { start: at, bytes: bytes.subarray(at) };
      return { records, chain, problem: `${where}: the record is damaged`, torn };
    }
    const body = parsed(frame.body);
    if (body === undefined)
      return { records, chain, problem: `${where}: the record is none that this version knows`, torn: null };
    if (!follows(body, chain))
      return { records, chain, problem: `${where}: the record does not follow the one before`, torn: null };
    records.push(body.record);
    chain = { hash: frame.hash, seq: body.record.seq };
    at = frame.end;
  }
  return { records, chain, problem: null, torn: null };
}

function parsed(text: string): z.infer<typeof Body> | undefined {
  try {
    const checked = Body.safeParse(JSON.parse(text));
    return checked.success ? checked.data : undefined;
  } catch {
    return undefined;
  }
}

function follows({ prev, record }: z.infer<typeof Body>, { hash, seq }: Chain): boolean {
  return (hash === null || prev === hash) && (seq === null || record.seq === seq + 1);
}
