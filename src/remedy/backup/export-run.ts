import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { MekhanikubeError } from '../../base/errors.ts';
import { sha256 } from '../state/canonical.ts';
import { integrity } from '../state/trouble.ts';
import { archivePath, SUMS } from './archive-paths.ts';
import type { Backups } from './backups.ts';
import { pathsIn } from './contents.ts';
import type { Run } from './run.ts';

/**
 * Packs a run into one `.tar.gz` with a list of checksums. The same run gives the same bytes. Secrets stay encrypted.
 *
 * @throws MekhanikubeError `usage` for a run that is not sealed, `state-integrity` for one that is damaged
 */
export async function exportRun({ state }: Backups, run: Run): Promise<Buffer> {
  const { id, folder } = run;
  if (!run.isSealed())
    throw new MekhanikubeError('usage', `run ${id} is not done yet`, { hint: 'export it when it has ended' });
  const [bad] = run.verify().bad;
  if (bad !== undefined) throw integrity(`run ${id} is damaged: ${bad.path}: ${bad.reason}`, 'it is not exported');
  const cluster = folder.split('/')[1] ?? '';
  const paths = pathsIn({ state, folder }).filter((path) => path !== 'PIN');
  const files = paths.map((path) => ({
    name: archivePath(cluster, id, path),
    bytes: state.read(`${folder}/${path}`) ?? Buffer.alloc(0),
  }));
  // Names as `sha256sum -c` finds them from the folder that the list is in.
  const sums = files.map(({ name, bytes }) => `${sha256(bytes)}  ${name.split('/').slice(1).join('/')}\n`).join('');
  return packed([{ name: SUMS, bytes: Buffer.from(sums) }, ...files]);
}

async function packed(files: readonly { readonly name: string; readonly bytes: Buffer }[]): Promise<Buffer> {
  const archive = pack();
  const content = buffer(archive);
  for (const { name, bytes } of files) archive.entry({ name, mode: 0o600, mtime: new Date(0) }, bytes);
  archive.finalize();
  return gzipSync(await content);
}
