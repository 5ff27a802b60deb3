import { chmodSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha256 } from '../../../../src/remedy/state/canonical.ts';
import { thrownBy } from '../state/faulty-disk.ts';
import { backupsAt, deployment, STEP, sealedRun } from './fixtures.ts';

const OBJECT = `steps/${STEP}/before/0000~apps~v1~Deployment~shop~web.json.gz`;

function sealed() {
  const backups = backupsAt();
  const run = sealedRun(backups);
  return { run, at: (path: string) => join(backups.state.folder, run.folder, path) };
}

test('a run that nobody touched is good, pinned or not', () => {
  const { run, at } = sealed();
  writeFileSync(at('PIN'), '', { mode: 0o600 });
  expect(run.verify()).toEqual({ run: run.id, sealed: true, checked: 4, bad: [], unopened: 0 });
});

const flip = (path: string): void => {
  const bytes = readFileSync(path);
  bytes[30] = (bytes[30] ?? 0) ^ 1;
  writeFileSync(path, bytes);
};
const cut = (path: string): void => writeFileSync(path, readFileSync(path).subarray(0, -20));
const other = (path: string): void => writeFileSync(path, gzipSync(JSON.stringify(deployment({ spec: {} }))));
const plant = (path: string): void => writeFileSync(path, '{}', { mode: 0o600 });

test.each([
  ['a flipped bit', flip, OBJECT, /^it was changed/],
  ['a gzip that was cut off', cut, OBJECT, /^it was changed \(\d+ bytes instead of \d+\): it ends too early/],
  ['another object', other, OBJECT, /^it was changed/],
  ['a file that is gone', (path: string) => rmSync(path), `steps/${STEP}/forward.json`, /^it is missing$/],
  ['a changed patch', flip, `steps/${STEP}/forward.json`, /^it was changed$/],
  ['a file more', plant, `steps/${STEP}/inverse.json`, /^it is not in the manifest$/],
  ['a changed manifest', flip, 'manifest.json', /^it is not the one that was sealed$/],
  ['a manifest that is gone', (path: string) => rmSync(path), 'manifest.json', /^it is missing$/],
  ['a file open to others', (path: string) => chmodSync(path, 0o644), 'run.json', /open to other users/],
])('tells %s', (_, spoil, path, reason) => {
  const { run, at } = sealed();
  spoil(at(path));
  expect(run.verify().bad).toEqual([{ path, reason: expect.stringMatching(reason) }]);
});

test('does not follow a link', () => {
  const { run, at } = sealed();
  writeFileSync(at('../copy'), readFileSync(at(OBJECT)), { mode: 0o600 });
  rmSync(at(OBJECT));
  symlinkSync(at('../copy'), at(OBJECT));
  expect(run.verify().bad).toEqual([{ path: OBJECT, reason: expect.stringContaining('is a symbolic link') }]);
});

test('a manifest that was written anew with its seal still does not hide another object in a file', () => {
  const { run, at } = sealed();
  const changed = gzipSync('{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"}}');
  const manifest = readFileSync(at('manifest.json'), 'utf8').replace(sha256(readFileSync(at(OBJECT))), sha256(changed));
  writeFileSync(at(OBJECT), changed);
  writeFileSync(at('manifest.json'), manifest);
  writeFileSync(at('SEALED'), `${sha256(manifest)}\n`);
  expect(run.verify().bad).toEqual([{ path: OBJECT, reason: 'the object in it is another one' }]);
});

test('nothing is given back from a file that is not as it was written', () => {
  for (const spoil of [flip, cut, other, (path: string) => rmSync(path)]) {
    const { run, at } = sealed();
    spoil(at(OBJECT));
    expect(thrownBy(() => run.objects(STEP, { in: 'before', write: 0 }))).toMatchObject({
      code: 'state-integrity',
      message: expect.stringContaining(OBJECT),
    });
  }
});

test('whatever the files of a run hold, it is judged and never taken for good', () => {
  const names = ['run.json', 'manifest.json', 'SEALED', OBJECT, `steps/${STEP}/backup.json`];
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.uint8Array({ maxLength: 100 }), (name, bytes) => {
      const { run, at } = sealed();
      writeFileSync(at(name), bytes);
      expect(run.verify().bad.length).toBeGreaterThan(0);
    }),
    { numRuns: 25 },
  );
});
