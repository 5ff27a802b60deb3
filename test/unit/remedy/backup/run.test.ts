import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { openBackups } from '../../../../src/remedy/backup/backups.ts';
import { keyring } from '../../../../src/remedy/backup/encrypt.ts';
import { objectName } from '../../../../src/remedy/backup/places.ts';
import { listRuns } from '../../../../src/remedy/backup/summary.ts';
import { sha256 } from '../../../../src/remedy/state/canonical.ts';
import { faultyDisk, freshPath, opened, thrownBy } from '../state/faulty-disk.ts';
import { backupsAt, CLUSTER, deployment, ending, newRun, openRun, STEP, sealedRun, UID } from './fixtures.ts';

const BEFORE = { in: 'before', write: 0 } as const;

test('keeps an object under a name that tells what it is, as canonical JSON', () => {
  const { state, ...backups } = backupsAt();
  const run = openRun({ state, ...backups });
  expect(run.folder).toBe(`clusters/${CLUSTER}/runs/2026/01/10/${run.id}`);
  const path = join(state.folder, run.folder, 'steps', STEP, 'before', '0000~apps~v1~Deployment~shop~web.json.gz');
  const text = gunzipSync(readFileSync(path)).toString();
  expect(text.slice(0, 60)).toBe('{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"gen');
  expect(run.objects(STEP, BEFORE)).toEqual([deployment()]);
  expect(run.objects(STEP, { in: 'before', write: 1 })).toEqual([]);
});

test('keeps each write’s objects apart, and those beside', () => {
  const run = backupsAt().createRun(newRun());
  const service = { ...deployment(), apiVersion: 'v1', kind: 'Service' };
  run.backUp(STEP, { in: 'related' }, service);
  run.backUp(STEP, BEFORE, deployment());
  run.backUp(STEP, { in: 'before', write: 1 }, deployment({ spec: { replicas: 3 } }));
  const hash = run.sealStep(STEP);
  run.backUp(STEP, { in: 'after', write: 0 }, deployment({ spec: { replicas: 4 } }));
  expect(run.objects(STEP, { in: 'related' })).toEqual([service]);
  expect(run.objects(STEP, { in: 'before', write: 1 })).toEqual([deployment({ spec: { replicas: 3 } })]);
  expect(run.objects(STEP, { in: 'after', write: 0 })).toEqual([deployment({ spec: { replicas: 4 } })]);
  run.proveStep(STEP, hash);
  expect(thrownBy(() => run.proveStep(STEP, sha256('other')))).toMatchObject({ code: 'state-integrity' });
});

test.each([
  [{ apiVersion: 'v1', kind: 'Node', metadata: { name: 'worker-1' } }, 'core~v1~Node~_~worker-1'],
  [
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'system:node/../é' } },
    'rbac.authorization.k8s.io~v1~ClusterRole~_~system%3anode%2f..%2f%c3%a9',
  ],
])('names are made safe: %j', (object, name) => expect(objectName(object)).toBe(name));

test('whatever an object is called, its file lies in its slot and is found again', () => {
  const text = fc.string({ minLength: 1, maxLength: 260, unit: 'binary' });
  const run = backupsAt().createRun(newRun());
  fc.assert(
    fc.property(text, text, (name, namespace) => {
      const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace } };
      const { path } = run.backUp(STEP, { in: 'related' }, object);
      expect(path.split('/').slice(0, -1).join('/')).toBe(`steps/${STEP}/before/related`);
      expect(Buffer.byteLength(path.split('/').at(-1) ?? '')).toBeLessThan(256);
      expect(run.objects(STEP, { in: 'related' })).toContainEqual(object);
    }),
    { numRuns: 15 },
  );
});

test('an object that is too large is refused', () => {
  const run = backupsAt().createRun(newRun());
  const object = { ...deployment(), data: 'x'.repeat(8 * 1024 * 1024) };
  expect(thrownBy(() => run.backUp(STEP, BEFORE, object))).toMatchObject({
    code: 'denied',
    message: /^Deployment shop\/web is too large/,
  });
});

test('JSON comes back through its schema, or not at all', () => {
  const backups = backupsAt();
  const run = backups.createRun(newRun());
  run.writeJson('plan.json', { hash: 'x' });
  expect(run.readJson('plan.json', z.object({ hash: z.string() }))).toEqual({ hash: 'x' });
  expect(run.readJson('none.json', z.unknown())).toBeUndefined();
  expect(thrownBy(() => run.readJson('plan.json', z.object({ hash: z.number() })))).toMatchObject({
    code: 'state-integrity',
  });
});

test('what the disk gives back differently is no backup', () => {
  const disk = faultyDisk();
  const state = opened(freshPath(), 'write', {
    ...disk,
    read: (path) => (path.includes('before') ? Buffer.from('rot') : disk.read(path)),
  });
  const run = openBackups(state, { keys: keyring([]) }).createRun(newRun());
  expect(thrownBy(() => run.backUp(STEP, BEFORE, deployment()))).toMatchObject({
    code: 'state-integrity',
    message: expect.stringContaining('does not hold what was just written'),
  });
});

test('the seal is the last file, holds the hash of the manifest, and ends all writing', () => {
  const disk = faultyDisk();
  const state = opened(freshPath(), 'write', disk);
  const run = sealedRun(openBackups(state, { keys: keyring([]) }));
  const folder = join(state.folder, run.folder);
  expect(disk.log.filter((entry) => entry.startsWith('rename ')).at(-1)).toBe(`rename ${folder}/SEALED`);
  expect(readFileSync(join(folder, 'SEALED'), 'utf8')).toBe(`${sha256(readFileSync(join(folder, 'manifest.json')))}\n`);
  expect(run.manifest()?.files.map(({ path }) => path)).toEqual([
    'run.json',
    `steps/${STEP}/backup.json`,
    `steps/${STEP}/before/0000~apps~v1~Deployment~shop~web.json.gz`,
    `steps/${STEP}/forward.json`,
  ]);
  expect(run.manifest()?.objects[0]).toMatchObject({ uid: UID, resourceVersion: '42', generation: 3 });
  expect(thrownBy(() => run.writeJson('late.json', {})).message).toMatch(/is sealed/);
  const seal = readFileSync(join(folder, 'manifest.json'));
  run.seal({ ...ending, outcome: 'failed' });
  expect(readFileSync(join(folder, 'manifest.json')).equals(seal)).toBe(true);
});

test('a run that lost its seal in a crash is sealed again, and never over a file that rotted', () => {
  const backups = backupsAt();
  const run = sealedRun(backups);
  backups.state.remove(`${run.folder}/SEALED`);
  run.seal(ending);
  expect(run.verify()).toMatchObject({ sealed: true, bad: [] });
  const other = openRun(backups);
  const path = join(backups.state.folder, other.folder, 'steps', STEP, 'forward.json');
  writeFileSync(path, `${readFileSync(path, 'utf8')} `);
  expect(thrownBy(() => other.seal(ending))).toMatchObject({
    code: 'state-integrity',
    message: expect.stringContaining('forward.json'),
  });
  expect(other.isSealed()).toBe(false);
});

test('finds a run by how its id begins', () => {
  const backups = backupsAt();
  const [first, second] = [openRun(backups), openRun(backups)];
  expect(backups.findRun(first.id).id).toBe(first.id);
  expect(backups.findRun(second.id.toLowerCase()).id).toBe(second.id);
  expect(thrownBy(() => backups.findRun(first.id.slice(0, 10)))).toMatchObject({
    code: 'usage',
    message: `2 runs begin with ${first.id.slice(0, 10)}`,
  });
  for (const wanted of ['7', '', '../..'])
    expect(thrownBy(() => backups.findRun(wanted))).toMatchObject({
      code: 'usage',
      message: `there is no run ${wanted}`,
    });
});

test('lists runs by cluster and by object, damaged ones too', () => {
  const backups = backupsAt();
  const first = sealedRun(backups);
  const elsewhere = backups.createRun(
    newRun(null, { cluster: { uid: 'other', server: 'x', version: null }, targets: [] }),
  );
  expect(listRuns(backups).map(({ id, state, outcome }) => [id, state, outcome])).toEqual([
    [first.id, 'sealed', 'succeeded'],
    [elsewhere.id, 'open', null],
  ]);
  expect(listRuns(backups, { cluster: 'other' }).map(({ id }) => id)).toEqual([elsewhere.id]);
  expect(listRuns(backups, { target: UID }).map(({ id }) => id)).toEqual([first.id]);
  writeFileSync(join(backups.state.folder, first.folder, 'run.json'), '{');
  expect(listRuns(backups, { target: UID }).map(({ id, state }) => [id, state])).toEqual([[first.id, 'damaged']]);
});

test('three repairs in a row: the baseline is how the object was before the first one', () => {
  const clock = { time: Date.parse('2026-01-10T12:00:00Z') };
  const backups = backupsAt(undefined, { clock });
  const first = openRun(backups);
  const second = openRun(backups, first.id);
  const third = openRun(backups, second.id);
  const baseline = (run: typeof first) => run.header().targets.find(({ uid }) => uid === UID)?.baselineRun;
  expect([first, second, third].map(baseline)).toEqual([null, first.id, first.id]);
  expect(baseline(openRun(backups))).toBeNull();
});

test('ids go on from the newest run, also in another process and where the clock went back', () => {
  const clock = { time: Date.parse('2026-01-10T12:00:00Z') };
  const path = freshPath();
  const before = backupsAt(path, { clock });
  const first = openRun(before);
  before.state.close();
  clock.time -= 3_600_000;
  const later = openRun(backupsAt(path, { clock }));
  expect(later.id > first.id).toBe(true);
});

test.each(['write', 'sync', 'create', 'rename', 'syncFolder'] as const)(
  'no %s may fail: there is a whole backup or an error',
  (effect) => {
    for (let from = 1; from <= 4; from++) {
      const disk = faultyDisk();
      const state = opened(freshPath(), 'write', disk);
      const run = openBackups(state, { keys: keyring([]) }).createRun(newRun());
      disk.fail({ effect, from, times: 1, code: from % 2 === 0 ? 'EIO' : 'ENOSPC', half: true });
      const error = thrownBy(() => {
        run.writeJson(`steps/${STEP}/forward.json`, []);
        run.backUp(STEP, BEFORE, deployment());
        run.sealStep(STEP);
        run.seal(ending);
      });
      expect([effect, from, error.code]).toEqual([effect, from, 'state-integrity']);
      disk.heal();
      expect(readdirSync(join(state.folder, 'tmp'))).toEqual([]);
      run.backUp(STEP, BEFORE, deployment());
      run.sealStep(STEP);
      run.seal(ending);
      expect(run.verify()).toMatchObject({ sealed: true, bad: [] });
    }
  },
);
