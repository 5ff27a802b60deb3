import { createReadStream, type Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { MekhanikubeError, messageOf } from '../../base/errors.ts';
import type { ExtraFields } from '../extra-fields.ts';
import type { Snapshot } from '../snapshot.ts';
import { gunzip, isGzip, isTar, linesOf, peek } from './bytes.ts';
import { type ParsedFile, snapshotOfFiles } from './foreign.ts';
import { cutOff, OWN_FORMAT_START, readOwnFormat } from './own-format.ts';
import { parseDocuments } from './parse.ts';

/** As deep as a support bundle goes, with some room. */
const DEEPEST_FOLDER = 8;
const READABLE = /\.(json|ya?ml)(\.gz)?$/;
/** Enough for the magic number of tar. */
const PEEK_BYTES = 512;

/**
 * Reads a recorded cluster: a file of `snapshot`, the output of `kubectl get -o json` (or yaml), a folder of such
 * files, a support bundle (folder, .tar or .tar.gz), or any of these but a folder from standard input.
 *
 * @param path a path, or `-` for standard input
 * @param extra what to keep besides, where objects were recorded whole
 * @throws MekhanikubeError `input-unreadable`, naming what is wrong with it
 */
export async function openRecording(
  path: string,
  stdin: AsyncIterable<Buffer> = process.stdin,
  extra?: ExtraFields,
): Promise<Snapshot> {
  if (path === '-') return readStream('standard input', stdin, Date.now(), extra);
  const info = await statOf(path);
  const name = basename(path);
  if (!info.isDirectory()) return readStream(name, createReadStream(path), info.mtimeMs, extra);
  const files: ParsedFile[] = [];
  for (const file of await filesUnder(path)) {
    const { mtimeMs } = await statOf(file);
    const inside = relative(path, file).replaceAll('\\', '/');
    const text = await textOf(inside, createReadStream(file));
    if (text.startsWith(OWN_FORMAT_START)) {
      throw new MekhanikubeError('input-unreadable', `${path} holds a snapshot, ${inside}, and other files`, {
        hint: `name the snapshot itself: --from ${file}`,
      });
    }
    // A folder may hold logs and notes; only a file that says it is JSON or YAML and is not is an error.
    const documents = text.trim() === '' ? [] : await parseDocuments(inside, text);
    files.push({ path: inside, documents, modifiedMs: mtimeMs });
  }
  return snapshotOfFiles(name, files, extra);
}

async function readStream(
  source: string,
  raw: AsyncIterable<Buffer>,
  modifiedMs: number,
  extra: ExtraFields | undefined,
): Promise<Snapshot> {
  try {
    const outer = await peek(raw, 2);
    const { start, bytes } = await peek(isGzip(outer.start) ? gunzip(outer.bytes) : outer.bytes, PEEK_BYTES);
    if (isTar(start)) {
      const { filesOfTar } = await import('./tar.ts');
      return snapshotOfFiles(source, await filesOfTar(bytes), extra);
    }
    if (start.toString('utf8').startsWith(OWN_FORMAT_START)) return await readOwnFormat(source, linesOf(bytes));
    const documents = await parseDocuments(source, await joined(source, bytes));
    return snapshotOfFiles(source, [{ path: source, documents, modifiedMs }], extra);
  } catch (thrown) {
    throw readError(source, thrown);
  }
}

async function textOf(source: string, raw: AsyncIterable<Buffer>): Promise<string> {
  try {
    const { start, bytes } = await peek(raw, 2);
    return await joined(source, isGzip(start) ? gunzip(bytes) : bytes);
  } catch (thrown) {
    throw readError(source, thrown);
  }
}

async function joined(source: string, bytes: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  try {
    return Buffer.concat(chunks).toString('utf8');
  } catch (thrown) {
    // V8 holds no text of more than about 512 MiB.
    throw new MekhanikubeError('input-unreadable', `${source} is too large to be read at once`, {
      hint: 'record the cluster with mekhanikube snapshot: its files are read in pieces',
      cause: thrown,
    });
  }
}

async function filesUnder(folder: string, depth = 0): Promise<readonly string[]> {
  if (depth > DEEPEST_FOLDER) return [];
  const entries = await readdir(folder, { withFileTypes: true });
  const nested = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesUnder(path, depth + 1);
      return entry.isFile() && READABLE.test(entry.name) ? [path] : [];
    }),
  );
  return nested.flat().sort();
}

async function statOf(path: string): Promise<Stats> {
  try {
    return await stat(path);
  } catch (thrown) {
    throw readError(path, thrown);
  }
}

function readError(source: string, thrown: unknown): MekhanikubeError {
  if (thrown instanceof MekhanikubeError) return thrown;
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  switch (code) {
    case 'ENOENT':
      return new MekhanikubeError('input-unreadable', `${source} does not exist`, {
        hint: 'check the path after --from',
        cause: thrown,
      });
    case 'EACCES':
      return new MekhanikubeError('input-unreadable', `${source} may not be read`, {
        hint: 'check its permissions',
        cause: thrown,
      });
    case 'Z_BUF_ERROR':
      return cutOff(source, thrown);
    case 'Z_DATA_ERROR':
      return new MekhanikubeError('input-unreadable', `${source} is damaged: its gzip data do not add up`, {
        hint: 'copy or record it again',
        cause: thrown,
      });
    default:
      return new MekhanikubeError('input-unreadable', `${source} could not be read: ${messageOf(thrown)}`, {
        cause: thrown,
      });
  }
}
