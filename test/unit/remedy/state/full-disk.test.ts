import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { openAudit } from '../../../../src/remedy/audit/audit.ts';
import { verifyAudit } from '../../../../src/remedy/audit/read-audit.ts';
import { openJournal } from '../../../../src/remedy/journal/journal.ts';
import { atEnd, freshPath, opened, thrownBy } from './faulty-disk.ts';

const RUN = '01J00000000000000000000000';

/** Mounts a file system of this size, or says why not. */
function mounted(path: string, size: string): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only root on Linux can mount a small disk';
  mkdirSync(path, { mode: 0o700 });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=700`, 'tmpfs', path], { stdio: 'pipe' });
  } catch {
    return 'no file system may be mounted here';
  }
  atEnd(() => void execFileSync('umount', [path]));
  return undefined;
}

function fill(path: string): void {
  const file = openSync(join(path, 'filler'), 'w', 0o600);
  try {
    for (;;) writeSync(file, Buffer.alloc(4096));
  } catch {
    // Full.
  } finally {
    closeSync(file);
  }
}

test('on a disk that is really full the record is written from the reserve, and a backup is not', ({ skip }) => {
  const path = dirname(freshPath());
  const disk = join(path, 'disk');
  const reason = mounted(disk, '3m');
  if (reason !== undefined) return skip(reason);
  const state = opened(join(disk, 'state'));
  const [journal, audit] = [openJournal(state), openAudit(state)];
  journal.append(RUN, { type: 'EXECUTING', step: '01-scale', write: 0 });
  audit.append({ actor: 'ana', event: 'write-sent' });
  fill(disk);
  expect(state.freeBytes()).toBe(0);
  expect(thrownBy(() => state.write('backup', Buffer.alloc(8192)))).toMatchObject({
    message: expect.stringContaining('the disk is full'),
  });
  expect(state.storageLow()).toBe(false);
  const reasonText = 'x'.repeat(8000);
  journal.append(RUN, { type: 'CONFLICT', step: '01-scale', reason: reasonText });
  audit.append({ actor: 'ana', event: 'write-done', reason: reasonText });
  expect(state.storageLow()).toBe(true);
  fill(disk);
  for (let tries = 0; tries < 3; tries++)
    expect(
      thrownBy(() => journal.append(RUN, { type: 'CONFLICT', step: '01-scale', reason: reasonText })),
    ).toMatchObject({ code: 'state-integrity' });
  journal.close();
  audit.close();
  const types = openJournal(opened(state.folder, 'read'))
    .runs()[0]
    ?.records.map(({ type }) => type);
  expect(types).toEqual(['EXECUTING', 'CONFLICT']);
  expect(verifyAudit(opened(state.folder, 'read')).problems).toEqual([]);
});
