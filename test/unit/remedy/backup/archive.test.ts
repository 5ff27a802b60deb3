import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { extract, type Header, pack } from 'tar-stream';
import { expect, test } from 'vitest';
import { exportRun } from '../../../../src/remedy/backup/export-run.ts';
import { importRun } from '../../../../src/remedy/backup/import-run.ts';
import { pinRun } from '../../../../src/remedy/backup/pin.ts';
import { sha256 } from '../../../../src/remedy/state/canonical.ts';
import { backupsAt, CLUSTER, deployment, openRun, STEP, sealedRun } from './fixtures.ts';

const anyCluster = (): boolean => true;

interface Packed {
  readonly header: Header;
  readonly bytes: Buffer;
}

async function unpack(archive: Buffer): Promise<Packed[]> {
  const tar = extract();
  tar.end(gunzipSync(archive));
  const files: Packed[] = [];
  for await (const entry of tar) files.push({ header: entry.header, bytes: await buffer(entry) });
  return files;
}

/** Packs files again; the checksums are made anew, as somebody who means harm would. */
async function repack(files: readonly Packed[], keepSums = false): Promise<Buffer> {
  const [, ...rest] = files;
  const sums = rest
    .map(({ header, bytes }) => `${sha256(bytes)}  ${header.name.split('/').slice(1).join('/')}\n`)
    .join('');
  const archive = pack();
  const content = buffer(archive);
  for (const [index, { header, bytes }] of files.entries()) {
    const { size: _, pax: __, ...head } = header;
    archive.entry(head, index === 0 && !keepSums ? Buffer.from(sums) : bytes);
  }
  archive.finalize();
  return gzipSync(await content);
}

async function exported(): Promise<{ archive: Buffer; files: Packed[]; id: string }> {
  const backups = backupsAt();
  const run = sealedRun(backups);
  pinRun(backups.state, run);
  const archive = await exportRun(backups, run);
  expect((await exportRun(backups, run)).equals(archive)).toBe(true);
  return { archive, files: await unpack(archive), id: run.id };
}

test('a run comes out of one state folder and into another as it was', async () => {
  const { archive, files, id } = await exported();
  expect(files.map(({ header }) => header.name.replace(id, 'RUN'))).toEqual([
    'mekhanikube-backup/SHA256SUMS',
    ...['SEALED', 'manifest.json', 'run.json', `steps/${STEP}/backup.json`].map(
      (name) => `mekhanikube-backup/${CLUSTER}/RUN/${name}`,
    ),
    `mekhanikube-backup/${CLUSTER}/RUN/steps/${STEP}/before/0000~apps~v1~Deployment~shop~web.json.gz`,
    `mekhanikube-backup/${CLUSTER}/RUN/steps/${STEP}/forward.json`,
  ]);
  const other = backupsAt();
  const run = await importRun(other, archive, (uid) => uid === CLUSTER);
  expect(run.objects(STEP, { in: 'before', write: 0 })).toEqual([deployment()]);
  expect(other.findRun(id).verify()).toMatchObject({ sealed: true, bad: [] });
  await expect(importRun(other, archive, anyCluster)).rejects.toMatchObject({
    code: 'denied',
    message: `run ${id} is there already`,
  });
});

test('a run of another cluster stays out', async () => {
  const { archive } = await exported();
  const other = backupsAt();
  await expect(importRun(other, archive, () => false)).rejects.toMatchObject({
    code: 'denied',
    message: expect.stringContaining('another cluster'),
  });
  expect(other.allRuns()).toEqual([]);
});

test('an open run and a damaged one are not exported', async () => {
  const backups = backupsAt();
  await expect(exportRun(backups, openRun(backups))).rejects.toMatchObject({ code: 'usage' });
  const run = sealedRun(backups);
  writeFileSync(join(backups.state.folder, run.folder, 'run.json'), '{}');
  await expect(exportRun(backups, run)).rejects.toMatchObject({ code: 'state-integrity' });
});

const extra = (header: Partial<Header> & { name: string }) => (files: readonly Packed[]) => [
  ...files,
  { header: { mode: 0o600, ...header } as Header, bytes: Buffer.from(header.type === undefined ? 'x' : '') },
];

test.each([
  [
    'a path that leads out',
    extra({ name: `mekhanikube-backup/${CLUSTER}/01J00000000000000000000000/../../../x` }),
    /is no file of a run/,
  ],
  ['an absolute path', extra({ name: '/etc/cron.d/x' }), /is no file of a run/],
  [
    'a symbolic link',
    extra({ name: 'mekhanikube-backup/link', type: 'symlink', linkname: '/etc/passwd' }),
    /is a symlink and no file/,
  ],
  [
    'a hard link',
    extra({ name: 'mekhanikube-backup/link', type: 'link', linkname: '/etc/passwd' }),
    /is a link and no file/,
  ],
  [
    'a device',
    extra({ name: 'mekhanikube-backup/null', type: 'character-device' }),
    /is a character-device and no file/,
  ],
  ['another run', extra({ name: `mekhanikube-backup/${CLUSTER}/01J00000000000000000000000/x` }), /more than one run/],
  ['a file twice', (files: readonly Packed[]) => [...files, ...files.slice(1, 2)], /is one too many/],
  [
    'a file that is not in the manifest',
    (files: readonly Packed[]) => [
      ...files,
      {
        header: { name: files[2]?.header.name.replace('manifest', 'planted') ?? '' } as Header,
        bytes: Buffer.from('{}'),
      },
    ],
    /planted.json: it is not in the manifest/,
  ],
  [
    'a changed file',
    (files: readonly Packed[]) =>
      files.with(-1, { header: files.at(-1)?.header ?? ({ name: '' } as Header), bytes: Buffer.from('[]') }),
    /forward.json: it was changed/,
  ],
  [
    'no seal',
    (files: readonly Packed[]) => files.filter(({ header }) => !header.name.endsWith('SEALED')),
    /it is not sealed/,
  ],
  [
    'the folder of another cluster',
    (files: readonly Packed[]) =>
      files.map(({ header, bytes }) => ({ header: { ...header, name: header.name.replace(CLUSTER, 'other') }, bytes })),
    /in the folder of another cluster/,
  ],
  ['nothing', () => [], /no run in it/],
])('takes nothing out of an archive with %s', async (_, spoil, message) => {
  const { files } = await exported();
  const other = backupsAt();
  await expect(importRun(other, await repack(spoil(files)), anyCluster)).rejects.toMatchObject({
    code: 'input-unreadable',
    message: expect.stringMatching(message),
  });
  expect(other.allRuns()).toEqual([]);
  expect(
    readdirSync(other.state.folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /import|clusters/.test(name),
    ),
  ).toEqual([]);
});

test('checksums that do not fit, an archive cut short, and any bytes are refused', async () => {
  const { archive, files } = await exported();
  const changed = files.with(-1, {
    header: files.at(-1)?.header ?? ({ name: '' } as Header),
    bytes: Buffer.from('[]'),
  });
  const short = gzipSync(gunzipSync(archive).subarray(0, 3000));
  await expect(importRun(backupsAt(), await repack(changed, true), anyCluster)).rejects.toMatchObject({
    code: 'input-unreadable',
    message: expect.stringContaining('its checksums are not those of its files'),
  });
  for (const bytes of [short, archive.subarray(0, 100), Buffer.from('x'), Buffer.alloc(0)])
    await expect(importRun(backupsAt(), bytes, anyCluster)).rejects.toMatchObject({ code: 'input-unreadable' });
});
