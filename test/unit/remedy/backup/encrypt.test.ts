import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { KubeObject } from '../../../../src/kube/object.ts';
import { backupSecrets } from '../../../../src/remedy/backup/keys.ts';
import type { Run } from '../../../../src/remedy/backup/run.ts';
import { freshPath, opened, thrownBy } from '../state/faulty-disk.ts';
import { backupsAt, ending, newRun, PASSPHRASE, SECRET_VALUE, STEP, secret } from './fixtures.ts';

const BEFORE = { in: 'before', write: 0 } as const;
const FILE = `steps/${STEP}/before/0000~core~v1~Secret~shop~token.json.gz.enc`;

function withSecret(): { path: string; run: Run } {
  const path = freshPath();
  const backups = backupsAt(path, { secrets: [PASSPHRASE] });
  const run = backups.createRun(newRun());
  run.backUp(STEP, BEFORE, secret);
  run.sealStep(STEP);
  run.seal(ending);
  backups.state.close();
  return { path, run };
}

const runWith = (path: string, secrets: readonly string[]): Run =>
  backupsAt(path, { secrets, access: 'read' }).allRuns()[0] ?? expect.fail('no run');

test('a Secret without a key is refused, and nothing of it is on the disk', () => {
  const { state, createRun } = backupsAt();
  const run = createRun(newRun());
  expect(thrownBy(() => run.backUp(STEP, BEFORE, secret))).toMatchObject({
    code: 'denied',
    message: expect.stringContaining('Secret shop/token is not backed up'),
  });
  expect(state.names(`${run.folder}/steps`)).toEqual([]);
});

test('the metadata of a Secret is no secret: without a key it is kept as any object is', () => {
  const run = backupsAt().createRun(newRun());
  const metadata: KubeObject = { apiVersion: 'v1', kind: 'Secret', metadata: secret.metadata };
  run.backUp(STEP, BEFORE, metadata);
  run.sealStep(STEP);
  expect(run.objects(STEP, BEFORE)).toEqual([metadata]);
});

test('a Secret comes back with the key, and its value is in no file', () => {
  const { path } = withSecret();
  expect(runWith(path, [PASSPHRASE]).objects(STEP, BEFORE)).toEqual([secret]);
  const plain = Buffer.from(SECRET_VALUE, 'base64').toString();
  for (const name of readdirSync(path, { recursive: true, encoding: 'utf8' })) {
    if (!opened(path, 'read').entry(name)?.type.startsWith('file')) continue;
    const text = readFileSync(join(path, name), 'latin1');
    expect([name, text.includes(SECRET_VALUE), text.includes(plain), text.includes(PASSPHRASE)]).toEqual([
      name,
      false,
      false,
      false,
    ]);
  }
});

test('another key is told, none leaves the content unopened, an older one is still known', () => {
  const { path } = withSecret();
  expect(runWith(path, ['another passphrase']).verify().bad).toEqual([
    { path: FILE, reason: 'it was encrypted with another key' },
  ]);
  expect(runWith(path, []).verify()).toMatchObject({ bad: [], unopened: 1 });
  expect(runWith(path, ['another passphrase', PASSPHRASE]).verify()).toMatchObject({ bad: [], unopened: 0 });
  for (const secrets of [[], ['another passphrase']])
    expect(thrownBy(() => runWith(path, secrets).objects(STEP, BEFORE))).toMatchObject({ code: 'state-integrity' });
});

test('one bit of it flipped, in its head or its content, and it does not open', () => {
  const { path, run } = withSecret();
  const file = join(path, run.folder, FILE);
  const whole = readFileSync(file);
  for (const at of [5, 40, 200, whole.indexOf('\n') + 3, whole.length - 1]) {
    const flipped = Buffer.from(whole);
    flipped[at] = (flipped[at] ?? 0) ^ 1;
    writeFileSync(file, flipped);
    expect(
      runWith(path, [PASSPHRASE])
        .verify()
        .bad.map(({ path: bad }) => bad),
    ).toEqual([FILE]);
  }
});

test('it opens in its own run and place alone', () => {
  const { path, run } = withSecret();
  const backups = backupsAt(path, { secrets: [PASSPHRASE] });
  const other = backups.createRun(newRun());
  backups.state.makeFolder(`${other.folder}/steps/${STEP}/before`);
  cpSync(join(path, run.folder, FILE), join(path, other.folder, FILE));
  expect(thrownBy(() => other.objects(STEP, BEFORE)).message).toContain('it is not what was encrypted');
});

test('keys come from the passphrase, then from each line of a file', () => {
  const file = `${freshPath()}-key`;
  writeFileSync(file, 'first line of a file\n\nsecond line of a file\n');
  const env = { MEKHANIKUBE_BACKUP_PASSPHRASE: PASSPHRASE, MEKHANIKUBE_BACKUP_KEY_FILE: file };
  expect(backupSecrets(env)).toEqual([PASSPHRASE, 'first line of a file', 'second line of a file']);
  expect(backupSecrets({})).toEqual([]);
  expect(thrownBy(() => backupSecrets({ MEKHANIKUBE_BACKUP_PASSPHRASE: 'short' }))).toMatchObject({ code: 'usage' });
  expect(thrownBy(() => backupSecrets({ MEKHANIKUBE_BACKUP_KEY_FILE: `${file}-none` }))).toMatchObject({
    code: 'usage',
  });
});
