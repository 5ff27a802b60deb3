import { randomBytes } from 'node:crypto';
import { type AppendFile, openAppend } from '../state/append-file.ts';
import { canonicalJson, sha256 } from '../state/canonical.ts';
import type { State } from '../state/state.ts';
import { integrity, isFull } from '../state/trouble.ts';
import { fileAfter, linesOf, logFiles, readHead } from './log-files.ts';
import { AuditEvent, type AuditHead, type AuditRecord, recordIn, sealedRecord } from './record.ts';

const ROTATE_BYTES = 8 * 1024 * 1024;

/** The log of who asked for what, and what came of it. */
export interface Audit {
  /**
   * Adds an event; it is on the disk when this returns.
   *
   * @throws MekhanikubeError `state-integrity`: the caller must not act
   */
  append(event: AuditEvent): AuditRecord;
  close(): void;
}

interface AuditOptions {
  readonly now?: () => Date;
  readonly rotateBytes?: number;
  readonly random?: (bytes: number) => Buffer;
}

/**
 * Opens the log to add to it. What a crash left half-written at its end is put aside.
 *
 * @throws MekhanikubeError `state-integrity` where the log does not end where it was left
 */
export function openAudit(state: State, options: AuditOptions = {}): Audit {
  const { now = () => new Date(), rotateBytes = ROTATE_BYTES, random = randomBytes } = options;
  state.makeFolder('audit');
  let name = logFiles(state).at(-1) ?? fileAfter();
  let head = endOf(state, name);
  let file: AppendFile = openAppend(state, `audit/${name}`);
  let isBroken = false;
  const add = (event: AuditEvent, prev: string): AuditRecord => {
    if (isBroken) throw integrity('nothing more is written to the audit log: the disk failed before');
    if (file.bytes >= rotateBytes) {
      file.close();
      name = fileAfter(name);
      file = openAppend(state, `audit/${name}`);
    }
    const seq = head === undefined ? 0 : head.seq + 1;
    const record = sealedRecord({ ...AuditEvent.parse(event), seq, ts: now().toISOString(), prev });
    file.append(Buffer.from(`${canonicalJson(record)}\n`));
    head = { seq, hash: record.hash };
    // The log may be one record ahead of the note, and no more.
    isBroken = true;
    writeHead(state, head);
    isBroken = false;
    return record;
  };
  return {
    append(event) {
      // Its random name ties all records to this log: those of another one do not fit in.
      if (head === undefined) add({ actor: 'mekhanikube', event: 'log-begun' }, random(32).toString('hex'));
      return add(event, head?.hash ?? '');
    },
    close: () => file.close(),
  };
}

/** The last record, which the note of the end must agree with. */
function endOf(state: State, name: string): AuditHead | undefined {
  const { lines, rest } = linesOf(state.read(`audit/${name}`) ?? Buffer.alloc(0));
  const noted = readHead(state);
  const previous = logFiles(state).at(-2);
  const line = lines.at(-1) ?? (previous === undefined ? undefined : lastLine(state, previous));
  const last = line === undefined ? undefined : recordIn(line);
  const agrees =
    line === undefined
      ? noted === undefined
      : last !== undefined && (noted === undefined ? last.seq === 0 : isNextTo(last, noted));
  if (!agrees)
    throw integrity(
      'the audit log does not end where it was left',
      'mekhanikube audit verify says what is wrong with it',
    );
  if (rest.length > 0) putAside(state, name, rest);
  return last === undefined ? undefined : { seq: last.seq, hash: last.hash };
}

/** A crash between a record and the note of it leaves one record more. */
function isNextTo(last: AuditRecord, noted: AuditHead): boolean {
  return last.hash === noted.hash || (last.seq === noted.seq + 1 && last.prev === noted.hash);
}

function lastLine(state: State, name: string): string | undefined {
  return linesOf(state.read(`audit/${name}`) ?? Buffer.alloc(0)).lines.at(-1);
}

function putAside(state: State, name: string, rest: Buffer): void {
  state.makeFolder('quarantine');
  state.write(`quarantine/${name}.${sha256(rest).slice(0, 8)}`, rest);
  const file = openAppend(state, `audit/${name}`);
  try {
    file.cut(file.bytes - rest.length);
  } finally {
    file.close();
  }
}

/** On a full disk the reserve is given up for it. */
function writeHead(state: State, head: AuditHead): void {
  const bytes = Buffer.from(`${canonicalJson(head)}\n`);
  try {
    state.write('audit/HEAD', bytes);
  } catch (thrown) {
    if (!(thrown instanceof Error) || !isFull(thrown.cause) || !state.spendReserve()) throw thrown;
    state.write('audit/HEAD', bytes);
  }
}
