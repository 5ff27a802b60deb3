import type { State } from '../state/state.ts';
import { linesOf, logFiles, readHead } from './log-files.ts';
import { AuditHead, type AuditRecord, recordIn } from './record.ts';
import { type AuditProblem, verifyLines } from './verify-lines.ts';

/** What was found out about the log. */
export interface AuditVerdict {
  readonly records: number;
  /** Where it ends, to be compared with what was noted elsewhere. */
  readonly head: AuditHead | null;
  readonly problems: readonly AuditProblem[];
}

/**
 * Judges the whole log.
 *
 * @throws MekhanikubeError `state-integrity` where it cannot be read
 */
export function verifyAudit(state: State): AuditVerdict {
  const { lines, noted } = readQuietly(state);
  const missingHead = noted === null && lines.length > 1;
  const problems = verifyLines(lines, noted);
  return {
    records: lines.length,
    head: noted,
    problems: missingHead ? [...problems, { kind: 'truncated', seq: null, line: null }] : problems,
  };
}

/** Judges a log that was exported. */
export function verifyExport(bytes: Buffer): AuditVerdict {
  const { lines } = linesOf(bytes);
  const head = headIn(lines.at(-1) ?? '');
  const records = head === null ? lines : lines.slice(0, -1);
  const problems = verifyLines(records, head);
  return {
    records: records.length,
    head,
    problems: head === null ? [...problems, { kind: 'truncated', seq: null, line: null }] : problems,
  };
}

/** The last records, oldest first. Lines that are none are left out: `verifyAudit` tells them. */
export function tailAudit(state: State, count: number): readonly AuditRecord[] {
  return allLines(state)
    .slice(-count)
    .flatMap((line) => recordIn(line) ?? []);
}

/** All lines, and at the end a line that says where the log ends: it can be judged anywhere, without a key. */
export function exportAudit(state: State): Buffer {
  const head = readHead(state);
  const lines = [...allLines(state), ...(head === undefined ? [] : [JSON.stringify({ head })])];
  return Buffer.from(lines.map((line) => `${line}\n`).join(''));
}

const ATTEMPTS = 10;

/** The lines and the note of their end, as they were together: another process may be adding to them. */
function readQuietly(state: State): { readonly lines: readonly string[]; readonly noted: AuditHead | null } {
  for (let attempts = 1; ; attempts++) {
    const noted = readHead(state) ?? null;
    const lines = allLines(state);
    const isSame = (readHead(state)?.seq ?? null) === (noted?.seq ?? null);
    if (isSame || attempts === ATTEMPTS) return { lines, noted };
  }
}

function allLines(state: State): readonly string[] {
  return logFiles(state).flatMap((name) => linesOf(state.read(`audit/${name}`) ?? Buffer.alloc(0)).lines);
}

function headIn(line: string): AuditHead | null {
  try {
    const value: unknown = JSON.parse(line);
    const head = typeof value === 'object' && value !== null && 'head' in value ? value.head : undefined;
    const checked = AuditHead.safeParse(head);
    return checked.success ? checked.data : null;
  } catch {
    return null;
  }
}
