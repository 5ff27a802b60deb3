import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openJournal } from '../../../../src/remedy/journal/journal.ts';
import type { Happening } from '../../../../src/remedy/journal/record.ts';
import { child, OPEN_STATE } from '../state/child.ts';
import { faultyDisk, freshPath, opened, thrownBy } from '../state/faulty-disk.ts';

const RUN = '01J00000000000000000000000';
const OTHER = '01J00000000000000000000001';
const HASH = 'a'.repeat(64);
const planned: Happening = { type: 'PLANNED', planHash: HASH };
const executing: Happening = { type: 'EXECUTING', step: '01-scale', write: 0 };
const done: Happening = { type: 'DONE', outcome: 'succeeded', reason: 'verified' };
const now = (): Date => new Date('2026-01-10T12:00:00Z');

const walOf = (path: string, name = '000001.wal'): string => join(path, 'journal', name);

/** A journal with these happenings, closed again. */
function written(happenings: readonly (readonly [string, Happening])[], rotateBytes?: number): string {
  const path = freshPath();
  const state = opened(path);
  const journal = openJournal(state, { now, ...(rotateBytes === undefined ? {} : { rotateBytes }) });
  for (const [run, happening] of happenings) journal.append(run, happening);
  journal.close();
  state.close();
  return path;
}

function read(path: string, access: 'read' | 'write' = 'write') {
  const state = opened(path, access);
  const journal = openJournal(state, { now });
  const { integrity, tornBytes } = journal;
  const result = { integrity, tornBytes, runs: journal.runs(), journal, state };
  return result;
}

const typesIn = (path: string): readonly string[] => {
  const { runs, state, journal } = read(path);
  journal.close();
  state.close();
  return runs.flatMap(({ records }) => records.map(({ type }) => type));
};

test('gives back each run’s records in order, and whether it is open', () => {
  const path = written([
    [RUN, planned],
    [OTHER, planned],
    [RUN, executing],
    [RUN, done],
  ]);
  const { runs } = read(path);
  expect(runs.map(({ run, open, records }) => [run, open, records.map(({ type, seq }) => `${seq} ${type}`)])).toEqual([
    [RUN, false, ['0 PLANNED', '2 EXECUTING', '3 DONE']],
    [OTHER, true, ['1 PLANNED']],
  ]);
  expect(runs[0]?.records[0]).toEqual({ run: RUN, at: '2026-01-10T12:00:00.000Z', seq: 0, ...planned });
});

test('knows what is still to be reverted', () => {
  const scheduled = (step: string): Happening => ({ type: 'REVERT_SCHEDULED', step, due: '2026-01-10T13:00:00Z' });
  const path = written([
    [RUN, scheduled('01-scale')],
    [RUN, scheduled('02-scale')],
    [RUN, done],
    [RUN, { type: 'REVERTED', step: '01-scale' }],
  ]);
  expect(read(path).runs[0]).toMatchObject({
    open: false,
    pendingReverts: [{ step: '02-scale', due: '2026-01-10T13:00:00Z' }],
  });
});

test('each record is on the disk before append returns', () => {
  const disk = faultyDisk();
  const state = opened(freshPath(), 'write', disk);
  const journal = openJournal(state, { now });
  journal.append(RUN, planned);
  const before = disk.log.length;
  journal.append(RUN, { type: 'VERIFYING', step: '01-scale', reason: 'waits' });
  expect(disk.log.slice(before).map((entry) => entry.split(' ')[0])).toEqual(['write', 'sync']);
});

test('a record that the journal does not know is refused, not written', () => {
  const path = written([[RUN, planned]]);
  const { journal } = read(path);
  // @ts-expect-error what no caller in TypeScript could give
  expect(() => journal.append(RUN, { type: 'EXECUTING', step: '../x', write: 0, outcome: 1 })).toThrow();
  // @ts-expect-error
  expect(() => journal.append(RUN, { type: 'DONE', outcome: 'fine', reason: '' })).toThrow();
  expect(() => journal.append('x', planned)).toThrow();
  expect(journal.runs()[0]?.records).toHaveLength(1);
});

test('a torn end is put aside at every length, and what stood before stays', () => {
  const happenings = [
    [RUN, planned],
    [RUN, executing],
    [RUN, done],
  ] as const;
  const bytes = readFileSync(walOf(written(happenings)));
  const starts = [0, bytes.indexOf('\n') + 1, bytes.lastIndexOf('\n', bytes.length - 2) + 1];
  for (let length = 0; length < bytes.length; length += 41) {
    const path = written(happenings);
    truncateSync(walOf(path), length);
    const whole = starts.filter((start) => start <= length).length - 1;
    const { runs, integrity, tornBytes, journal, state } = read(path);
    expect([integrity, runs.flatMap(({ records }) => records).length]).toEqual([null, whole]);
    const torn = length - (starts[whole] ?? 0);
    expect(tornBytes).toBe(torn);
    expect(existsSync(join(path, 'quarantine'))).toBe(torn > 0);
    journal.append(RUN, done);
    journal.close();
    state.close();
    expect(typesIn(path)).toHaveLength(whole + 1);
  }
});

test('reading a torn end changes nothing', () => {
  const path = written([
    [RUN, planned],
    [RUN, executing],
  ]);
  truncateSync(walOf(path), 200);
  const before = readFileSync(walOf(path));
  expect(read(path, 'read').tornBytes).toBeGreaterThan(0);
  expect(readFileSync(walOf(path)).equals(before)).toBe(true);
});

test('any bit that flips before the end makes the journal read-only, and none of what follows is cut off', () => {
  const bytes = readFileSync(
    walOf(
      written([
        [RUN, planned],
        [RUN, executing],
        [RUN, done],
      ]),
    ),
  );
  const lastStart = bytes.lastIndexOf('\n', bytes.length - 2) + 1;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: lastStart - 1 }), fc.integer({ min: 0, max: 7 }), (at, bit) => {
      const path = freshPath();
      opened(path).close();
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
      opened(path, 'mark').makeFolder('journal');
      writeFileSync(walOf(path), flipped, { mode: 0o600 });
      const { integrity, journal, state } = read(path);
      expect(integrity).toMatch(/^journal file 000001.wal, byte \d+: the record/);
      expect(thrownBy(() => journal.append(RUN, done))).toMatchObject({ code: 'state-integrity' });
      state.close();
      expect(readFileSync(walOf(path)).equals(flipped)).toBe(true);
    }),
    { numRuns: 150 },
  );
});

test('a last record of which any bit flipped does not count', () => {
  const bytes = readFileSync(
    walOf(
      written([
        [RUN, planned],
        [RUN, done],
      ]),
    ),
  );
  const lastStart = bytes.indexOf('\n') + 1;
  for (let at = lastStart; at < bytes.length; at += 11) {
    const path = freshPath();
    opened(path, 'mark').makeFolder('journal');
    const flipped = Buffer.from(bytes);
    flipped[at] = (flipped[at] ?? 0) ^ 1;
    writeFileSync(walOf(path), flipped, { mode: 0o600 });
    const { runs, tornBytes } = read(path, 'read');
    expect([at, runs[0]?.open, tornBytes]).toEqual([at, true, bytes.length - lastStart]);
  }
});

test('records that are taken out, moved or copied are noticed', () => {
  const path = written([
    [RUN, planned],
    [RUN, executing],
    [RUN, { type: 'VERIFIED', step: '01-scale', reason: '' }],
    [RUN, done],
  ]);
  const [a = '', b = '', c = '', d = ''] = readFileSync(walOf(path), 'utf8').split(/(?<=\n)/);
  for (const lines of [
    [a, c, d],
    [a, c, b, d],
    [a, b, b, c, d],
    [a, a],
  ]) {
    writeFileSync(walOf(path), lines.join(''));
    expect(read(path, 'read').integrity).toMatch(/does not follow the one before/);
  }
});

test('whatever the files hold, it opens, and confirms nothing that was not written', () => {
  const valid = readFileSync(
    walOf(
      written([
        [RUN, planned],
        [RUN, executing],
      ]),
    ),
  );
  const content = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc
      .tuple(fc.nat(valid.length), fc.uint8Array({ maxLength: 60 }))
      .map(([cut, more]) => Buffer.concat([valid.subarray(0, cut), more])),
    fc
      .array(fc.constantFrom('0000000a 00000000 {}\n', 'ffffffff ffffffff {', '\n', '00000002 00000000 '), {
        maxLength: 5,
      })
      .map((parts) => Buffer.from(parts.join(''))),
  );
  fc.assert(
    fc.property(content, (bytes) => {
      const path = freshPath();
      opened(path, 'mark').makeFolder('journal');
      writeFileSync(walOf(path), bytes, { mode: 0o600 });
      const { runs, state, integrity, journal } = read(path);
      const found = runs.flatMap(({ records }) => records.map(({ type }) => type));
      expect([[], ['PLANNED'], ['PLANNED', 'EXECUTING']]).toContainEqual(found);
      if (integrity === null) journal.append(RUN, done);
      state.close();
    }),
    { numRuns: 150 },
  );
});

test('goes on in another file, and the chain goes through all of them', () => {
  const happenings = Array.from({ length: 12 }, () => [RUN, executing] as const);
  const path = written(happenings, 500);
  const names = readdirSync(join(path, 'journal'));
  expect(names.length).toBeGreaterThan(2);
  expect(typesIn(path)).toHaveLength(12);
  writeFileSync(walOf(path, names[1]), '');
  expect(read(path, 'read').integrity).toMatch(/does not follow/);
});

test('a file in between that is gone is noticed, and so is a torn end that is not the last', () => {
  const path = written(
    Array.from({ length: 12 }, () => [RUN, executing] as const),
    500,
  );
  const whole = readFileSync(walOf(path));
  truncateSync(walOf(path), whole.length - 3);
  expect(read(path, 'read').integrity).toMatch(/000001.wal, byte \d+: the record is damaged/);
  writeFileSync(walOf(path), whole);
  opened(path).remove('journal/000002.wal');
  expect(read(path, 'read').integrity).toBe('journal file before 000003.wal is missing');
});

test('files go when all runs in them are settled, and never one that a run still needs', () => {
  const path = written(
    [
      [RUN, planned],
      [RUN, executing],
      [RUN, done],
      [OTHER, planned],
      [OTHER, executing],
      [OTHER, executing],
    ],
    1,
  );
  expect(read(path).runs.map(({ run }) => run)).toEqual([OTHER]);
  const { journal } = read(path, 'read');
  expect(journal.runs()[0]?.records.map(({ type }) => type)).toEqual(['PLANNED', 'EXECUTING', 'EXECUTING']);
  const pending = written(
    [
      [RUN, { type: 'REVERT_SCHEDULED', step: '01-scale', due: '2026-01-10T13:00:00Z' }],
      [RUN, done],
      [OTHER, planned],
      [OTHER, planned],
    ],
    1,
  );
  expect(read(pending).runs.map(({ run }) => run)).toEqual([RUN, OTHER]);
});

test.each(['write', 'sync'] as const)('nothing is confirmed that the disk did not take (%s)', (effect) => {
  for (const code of ['EIO', 'EROFS', 'ENOSPC'] as const) {
    const disk = faultyDisk();
    const state = opened(freshPath(), 'write', disk);
    const journal = openJournal(state, { now });
    journal.append(RUN, planned);
    disk.fail({ effect, from: 1, code, half: true });
    expect(thrownBy(() => journal.append(RUN, executing))).toMatchObject({ code: 'state-integrity' });
    expect(journal.runs()[0]?.records).toHaveLength(1);
    disk.heal();
    journal.close();
    state.close();
    expect(typesIn(state.folder)[0]).toBe('PLANNED');
  }
});

test('killed at any moment, it opens again with all that was confirmed', async () => {
  const path = freshPath();
  let confirmed = 0;
  for (let round = 1; round <= 6; round++) {
    const writer = child(
      `${OPEN_STATE}
      const { openJournal } = await import(src + 'journal/journal.ts');
      const journal = openJournal(state, { rotateBytes: 2000 });
      for (;;) {
        const { seq } = journal.append('${RUN}', ${JSON.stringify(executing)});
        console.log(seq);
      }`,
      path,
    );
    expect(await writer.line()).toBe(`open ${2 * round - 1}`);
    for (let lines = 0; lines < round * 5; lines++) confirmed = Number(await writer.line());
    await writer.kill();
    const { runs, integrity, journal, state } = read(path);
    expect(integrity).toBeNull();
    const seqs = runs[0]?.records.map(({ seq }) => seq) ?? [];
    expect(seqs).toEqual(seqs.map((_, index) => index));
    expect(seqs.length).toBeGreaterThan(confirmed);
    journal.close();
    state.close();
  }
});
