import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { MekhanikubeError, messageOf } from '../../base/errors.ts';
import { type AuditVerdict, exportAudit, tailAudit, verifyAudit, verifyExport } from '../../remedy/audit/read-audit.ts';
import type { AuditProblem } from '../../remedy/audit/verify-lines.ts';
import { EXIT } from '../exit-codes.ts';
import type { Runtime } from '../program.ts';
import { columns } from '../ui/columns.ts';
import { checkWritable, writeStdout, writeWhole } from '../ui/write.ts';
import { openUserState } from './user-state.ts';

interface Options {
  readonly output: string;
}

/** Prints the last events. */
export async function tail({ output, lines }: Options & { readonly lines: string }): Promise<void> {
  if (!/^[1-9]\d{0,6}$/.test(lines))
    throw new MekhanikubeError('usage', `--lines: "${lines}" is no number of lines`, { hint: 'for example 20' });
  const records = tailAudit(openUserState('read'), Number(lines));
  if (output === 'json') return writeStdout(`${JSON.stringify(records, null, 2)}\n`);
  if (records.length === 0) return writeStdout('Nothing was done yet.\n');
  const rows = records.map(({ ts, actor, event, target, decision, reason }) => [
    ts,
    event,
    target ?? '-',
    [actor, decision, reason].filter((part) => part !== null).join(', '),
  ]);
  return writeStdout(columns(rows));
}

/** Judges the log, or one that was exported. */
export async function verify(file: string | undefined, { output }: Options, runtime: Runtime): Promise<void> {
  const verdict = file === undefined ? verifyAudit(openUserState('read')) : verifyExport(await read(file));
  if (verdict.problems.length > 0) runtime.setExitCode(EXIT.integrity);
  if (output === 'json') return writeStdout(`${JSON.stringify(verdict, null, 2)}\n`);
  return writeStdout(verdictText(verdict));
}

/** Writes the whole log to a file that can be verified anywhere. */
export async function exportLog(file: string): Promise<void> {
  await checkWritable(file);
  const bytes = exportAudit(openUserState('read'));
  await writeWhole(file, Readable.from([bytes]), 0o600);
  await writeStdout(`Wrote ${file}.\n`);
}

const PROBLEMS: Readonly<Record<AuditProblem['kind'], string>> = {
  edited: 'was changed',
  deleted: 'was taken out',
  reordered: 'was moved',
  inserted: 'was put in',
  truncated: 'and what followed was cut off',
  forked: 'has a second version',
};

function verdictText({ records, head, problems }: AuditVerdict): string {
  const lines = problems.map(({ kind, seq, line }) => {
    const what = seq === null ? (line === null ? 'the end' : 'a record') : `record ${seq}`;
    return `${kind}: ${what} ${PROBLEMS[kind]}${line === null ? '' : ` (line ${line})`}`;
  });
  const end = head === null ? '' : `, ends with ${head.seq} ${head.hash}`;
  const count = `${records} ${records === 1 ? 'record' : 'records'}`;
  return [...lines, problems.length === 0 ? `${count}, unbroken${end}` : `${count}, not as they were written`, ''].join(
    '\n',
  );
}

async function read(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (thrown) {
    throw new MekhanikubeError('input-unreadable', `cannot read ${file}: ${messageOf(thrown)}`, { cause: thrown });
  }
}
