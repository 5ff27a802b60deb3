import { appendFileSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openAudit } from '../../../../src/remedy/audit/audit.ts';
import { exportAudit, tailAudit, verifyAudit, verifyExport } from '../../../../src/remedy/audit/read-audit.ts';
import { type AuditRecord, sealedRecord } from '../../../../src/remedy/audit/record.ts';
import { verifyLines } from '../../../../src/remedy/audit/verify-lines.ts';
import { canonicalJson } from '../../../../src/remedy/state/canonical.ts';
import { faultyDisk, freshPath, opened, thrownBy } from '../state/faulty-disk.ts';

const now = (): Date => new Date('2026-01-10T12:00:00Z');
const event = (index: number) => ({ actor: 'ana', event: 'write-executed', reason: `number ${index}` });

/** A log of the genesis and six events. */
function log(rotateBytes?: number): { path: string; lines: readonly string[]; logPath: string } {
  const path = freshPath();
  const state = opened(path);
  const audit = openAudit(state, { now, ...(rotateBytes === undefined ? {} : { rotateBytes }) });
  for (let index = 1; index <= 6; index++) audit.append(event(index));
  audit.close();
  state.close();
  const logPath = join(path, 'audit', '000001.jsonl');
  return { path, logPath, lines: readFileSync(logPath, 'utf8').trimEnd().split('\n') };
}

const record = (line = ''): AuditRecord => JSON.parse(line);
const sealedLine = (body: AuditRecord): string => canonicalJson(sealedRecord(body));
const verdict = (path: string) => verifyAudit(opened(path, 'read'));

test('a log that nobody touched is whole, and each log begins with another name', () => {
  const { path, lines } = log();
  expect(verdict(path)).toEqual({ records: 7, head: { seq: 6, hash: record(lines[6]).hash }, problems: [] });
  expect(record(lines[0]).prev).not.toBe(record(log().lines[0]).prev);
  expect(tailAudit(opened(path, 'read'), 2).map(({ reason }) => reason)).toEqual(['number 5', 'number 6']);
});

const tampered: readonly (readonly [string, (lines: readonly string[]) => readonly string[], readonly unknown[]])[] = [
  ['a changed line', (l) => l.with(3, (l[3] ?? '').replace('ana', 'bob')), [{ kind: 'edited', seq: 3, line: 4 }]],
  [
    'a changed line with a new hash',
    (l) => l.with(3, sealedLine({ ...record(l[3]), actor: 'bob' })),
    [{ kind: 'edited', seq: 3, line: 4 }],
  ],
  ['a changed last line', (l) => l.with(6, (l[6] ?? '').replace('ana', 'bob')), [{ kind: 'edited', seq: 6, line: 7 }]],
  [
    'a changed first line',
    (l) => l.with(0, (l[0] ?? '').replace('begun', 'began')),
    [{ kind: 'edited', seq: 0, line: 1 }],
  ],
  ['a line that is gone', (l) => l.toSpliced(3, 1), [{ kind: 'deleted', seq: 3, line: null }]],
  [
    'the first lines gone',
    (l) => l.slice(2),
    [
      { kind: 'deleted', seq: 0, line: null },
      { kind: 'deleted', seq: 1, line: null },
    ],
  ],
  [
    'two lines that changed places',
    (l) => [...l.slice(0, 3), l[4] ?? '', l[3] ?? '', ...l.slice(5)],
    [{ kind: 'reordered', seq: 3, line: 5 }],
  ],
  ['a copied line', (l) => l.toSpliced(5, 0, l[2] ?? ''), [{ kind: 'inserted', seq: 2, line: 6 }]],
  [
    'a line put in',
    (l) => l.toSpliced(4, 0, (l[3] ?? '').replace('ana', 'bob')),
    [{ kind: 'inserted', seq: null, line: 5 }],
  ],
  ['the end cut off', (l) => l.slice(0, 5), [{ kind: 'truncated', seq: 5, line: null }]],
  ['all cut off', () => [], [{ kind: 'truncated', seq: 0, line: null }]],
  [
    'a second line with one number',
    (l) => l.toSpliced(4, 0, sealedLine({ ...record(l[3]), actor: 'bob' })),
    [{ kind: 'forked', seq: 3, line: 5 }],
  ],
  [
    'another last line',
    (l) => l.with(6, sealedLine({ ...record(l[6]), actor: 'bob' })),
    [{ kind: 'forked', seq: 6, line: 7 }],
  ],
];

test.each(tampered)('tells %s', (_, tamper, problems) => {
  const { path, logPath, lines } = log();
  writeFileSync(
    logPath,
    tamper(lines)
      .map((line) => `${line}\n`)
      .join(''),
  );
  expect(verdict(path).problems).toEqual(problems);
});

test('lines behind the noted end, or no note of it, are told', () => {
  const { path, lines } = log();
  writeFileSync(join(path, 'audit', 'HEAD'), JSON.stringify({ seq: 3, hash: record(lines[3]).hash }));
  expect(verdict(path).problems).toEqual([5, 6].map((seq) => ({ kind: 'inserted', seq, line: seq + 1 })));
  expect(thrownBy(() => openAudit(opened(path)))).toMatchObject({ code: 'state-integrity' });
  rmSync(join(path, 'audit', 'HEAD'));
  expect(verdict(path).problems).toEqual([{ kind: 'truncated', seq: null, line: null }]);
  writeFileSync(join(path, 'audit', 'HEAD'), 'x', { mode: 0o600 });
  expect(thrownBy(() => verdict(path))).toMatchObject({ code: 'state-integrity' });
});

test('goes on where it was left, after a crash between a record and the note of it, too', () => {
  const { path, lines } = log();
  writeFileSync(join(path, 'audit', 'HEAD'), JSON.stringify({ seq: 5, hash: record(lines[5]).hash }));
  expect(verdict(path).problems).toEqual([]);
  openAudit(opened(path), { now }).append(event(7));
  expect(verdict(path)).toMatchObject({ records: 8, problems: [] });
});

test('half of a record is put aside, and never goes on where the end was cut off', () => {
  const { path, logPath } = log();
  appendFileSync(logPath, '{"half":');
  const state = opened(path);
  openAudit(state, { now }).append(event(7));
  state.close();
  expect(verdict(path)).toMatchObject({ records: 8, problems: [] });
  expect(readdirSync(join(path, 'quarantine'))).toHaveLength(1);
  truncateSync(logPath, 900);
  expect(thrownBy(() => openAudit(opened(path)))).toMatchObject({ code: 'state-integrity' });
});

test('goes on in another file', () => {
  const { path } = log(600);
  expect(readdirSync(join(path, 'audit')).length).toBeGreaterThan(3);
  expect(verdict(path)).toMatchObject({ records: 7, problems: [] });
  const state = opened(path);
  openAudit(state, { now }).append(event(7));
  state.remove('audit/000002.jsonl');
  state.close();
  expect(new Set(verdict(path).problems.map(({ kind }) => kind))).toEqual(new Set(['deleted']));
});

test('what was exported is judged without anything else', () => {
  const bytes = exportAudit(opened(log().path, 'read'));
  expect(verifyExport(bytes)).toMatchObject({ records: 7, head: { seq: 6 }, problems: [] });
  const lines = bytes.toString().trimEnd().split('\n');
  expect(verifyExport(Buffer.from(`${lines.toSpliced(6, 1).join('\n')}\n`)).problems).toEqual([
    { kind: 'truncated', seq: 6, line: null },
  ]);
  expect(verifyExport(Buffer.from(`${lines.slice(0, -1).join('\n')}\n`)).problems).toEqual([
    { kind: 'truncated', seq: null, line: null },
  ]);
  expect(verifyExport(Buffer.from('garbage')).problems).not.toEqual([]);
});

test.each(['write', 'sync', 'rename', 'syncFolder'] as const)(
  'an event that the disk did not take (%s) is an error, and the next one too',
  (effect) => {
    for (const code of ['EIO', 'EROFS'] as const) {
      const disk = faultyDisk();
      const state = opened(freshPath(), 'write', disk);
      const audit = openAudit(state, { now });
      audit.append(event(1));
      disk.fail({ effect, from: 1, times: 1, code });
      expect(thrownBy(() => audit.append(event(2)))).toMatchObject({ code: 'state-integrity' });
      expect(thrownBy(() => audit.append(event(3)))).toMatchObject({ code: 'state-integrity' });
      audit.close();
      state.close();
      const again = opened(state.folder);
      openAudit(again, { now }).append(event(4));
      again.close();
      expect(verdict(state.folder).problems).toEqual([]);
    }
  },
);

test.each([1, 2])('on a full disk the reserve makes room for the record and for the note (write %d)', (from) => {
  const disk = faultyDisk();
  const state = opened(freshPath(), 'write', disk);
  const audit = openAudit(state, { now });
  audit.append(event(1));
  disk.fail({ effect: 'write', from, times: 1, code: 'ENOSPC', half: true });
  audit.append(event(2));
  expect(state.storageLow()).toBe(true);
  expect(verifyAudit(state)).toMatchObject({ records: 3, problems: [] });
});

test('lines that are none are told, never thrown', () => {
  for (const lines of [[''], ['{}', 'null', '[]'], ['"x"']])
    expect(verifyLines(lines, null).map(({ kind }) => kind)).toEqual(lines.map(() => 'inserted'));
});
