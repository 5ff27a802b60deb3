import { type AuditHead, type AuditRecord, recordIn } from './record.ts';

/** What was done to the log: one line changed, taken out, moved, put in; its end cut off; or a second end written. */
export type Tampering = 'edited' | 'deleted' | 'reordered' | 'inserted' | 'truncated' | 'forked';

/** One thing that is wrong with the log. */
export interface AuditProblem {
  readonly kind: Tampering;
  /** Number of the record, where the line tells it or its neighbours do. */
  readonly seq: number | null;
  /** Counted from 1 over all files; null for what is not there. */
  readonly line: number | null;
}

interface Placed {
  readonly record: AuditRecord;
  readonly line: number;
}

/**
 * Judges the lines of a log against each other and against where it should end.
 *
 * @param head null where nothing tells where it should end
 */
export function verifyLines(lines: readonly string[], head: AuditHead | null): readonly AuditProblem[] {
  const read = lines.map((text, index) => ({ record: recordIn(text), line: index + 1 }));
  const bad = read.filter(({ record }) => record === undefined).map(({ line }) => line);
  const placed = read.flatMap(({ record, line }) => (record === undefined ? [] : [{ record, line }]));
  const { chain, problems } = withoutStrangers(placed);
  const moved = outOfOrder(chain);
  const ordered = chain.toSorted((left, right) => left.record.seq - right.record.seq);
  const gaps = ordered.flatMap((item, index) => gapBefore(item, ordered[index - 1], bad));
  const tail = head === null ? [] : tailProblems(ordered, head, bad);
  // What is explained by none of the gaps was never a line of the log.
  const explained = new Set([...gaps, ...tail].map(({ line }) => line));
  const strays = bad
    .filter((line) => !explained.has(line))
    .map((line) => ({ kind: 'inserted' as const, seq: null, line }));
  return [...problems, ...moved, ...gaps, ...tail, ...strays];
}

/** Copies of a line, and other lines with a number that was given already. */
function withoutStrangers(placed: readonly Placed[]): { chain: readonly Placed[]; problems: readonly AuditProblem[] } {
  const chain: Placed[] = [];
  const problems: AuditProblem[] = [];
  const named = new Set(placed.map(({ record }) => record.prev));
  for (const [seq, same] of Map.groupBy(placed, ({ record }) => record.seq)) {
    // Of several the one that the next record names is the real one.
    const real = same.find(({ record }) => named.has(record.hash)) ?? same[0];
    for (const item of same) {
      if (item === real) chain.push(item);
      else problems.push({ kind: kindOfSecond(item, real), seq, line: item.line });
    }
  }
  return { chain, problems };
}

function kindOfSecond(item: Placed, real: Placed | undefined): Tampering {
  return item.record.prev === real?.record.prev && item.record.hash !== real.record.hash ? 'forked' : 'inserted';
}

function outOfOrder(chain: readonly Placed[]): readonly AuditProblem[] {
  let highest = -1;
  return chain
    .toSorted((left, right) => left.line - right.line)
    .flatMap(({ record, line }): readonly AuditProblem[] => {
      if (record.seq < highest) return [{ kind: 'reordered', seq: record.seq, line }];
      highest = record.seq;
      return [];
    });
}

/** Numbers that are missing before a record: a damaged line stands for one of them, or nothing does. */
function gapBefore(item: Placed, before: Placed | undefined, bad: readonly number[]): readonly AuditProblem[] {
  const first = (before?.record.seq ?? -1) + 1;
  const between = bad.filter((line) => line > (before?.line ?? 0) && line < item.line);
  const missing = item.record.seq - first;
  if (missing > 0) return missingOnes(first, missing, between);
  // No number is missing, and still it follows another record than this one: that was written anew, hash and all.
  if (before !== undefined && item.record.prev !== before.record.hash)
    return [{ kind: 'edited', seq: before.record.seq, line: before.line }];
  return [];
}

const MOST = 1_000;

function missingOnes(first: number, count: number, between: readonly number[]): readonly AuditProblem[] {
  return Array.from({ length: Math.min(count, MOST) }, (_, index) => {
    const line = between[index] ?? null;
    return { kind: line === null ? 'deleted' : 'edited', seq: first + index, line } as const;
  });
}

function tailProblems(ordered: readonly Placed[], head: AuditHead, bad: readonly number[]): readonly AuditProblem[] {
  const last = ordered.at(-1);
  const lastSeq = last?.record.seq ?? -1;
  if (head.seq > lastSeq) {
    const behind = bad.filter((line) => line > (last?.line ?? 0));
    const edited = missingOnes(lastSeq + 1, Math.min(head.seq - lastSeq, behind.length), behind);
    const cut = head.seq - lastSeq > behind.length;
    return cut ? [...edited, { kind: 'truncated', seq: lastSeq + edited.length + 1, line: null }] : edited;
  }
  const named = ordered.find(({ record }) => record.seq === head.seq);
  if (named !== undefined && named.record.hash !== head.hash)
    return [{ kind: 'forked', seq: head.seq, line: named.line }];
  // The head is written after the record: a crash between them leaves one record more, never two.
  return ordered
    .filter(({ record }) => record.seq > head.seq + 1)
    .map(({ record, line }) => ({ kind: 'inserted', seq: record.seq, line }));
}
