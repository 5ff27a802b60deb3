import { access, constants, realpath, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { MekhanikubeError, messageOf } from '../../base/errors.ts';

/** Writes to standard output and waits until it is out; a reader that has gone away (`| head`) is no error. */
export function writeStdout(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED') resolve();
      else reject(unwritten('standard output', error));
    };
    process.stdout.once('error', onError);
    process.stdout.write(text, (error) => {
      process.stdout.off('error', onError);
      if (error) onError(error);
      else resolve();
    });
  });
}

/**
 * Refuses a path that cannot be written before the cluster is read for it.
 *
 * @throws MekhanikubeError `usage`
 */
export async function checkWritable(path: string): Promise<void> {
  try {
    const { folder, isStream } = await whereTo(path);
    await access(isStream ? path : folder, constants.W_OK);
  } catch (thrown) {
    throw new MekhanikubeError('usage', `cannot write ${path}: ${reason(thrown)}`, {
      hint: 'name a file in a folder that exists and may be written',
      cause: thrown,
    });
  }
}

/**
 * Writes a file whole or not at all: readers never see a half of it.
 *
 * Behind a link the file that it leads to is written; a device, a pipe or a socket takes what it is sent, and stays what it is.
 */
export async function writeWhole(path: string, content: string | AsyncIterable<Buffer>, mode = 0o644): Promise<void> {
  let temporary: string | undefined;
  try {
    const { file, isStream } = await whereTo(path);
    if (isStream) return await writeFile(path, content);
    temporary = `${file}.${process.pid}.tmp`;
    await writeFile(temporary, content, { mode });
    await rename(temporary, file);
  } catch (thrown) {
    if (temporary !== undefined) await unlink(temporary).catch(() => {});
    throw unwritten(path, thrown);
  }
}

interface Place {
  /** The file itself, where the path is a link to it. */
  readonly file: string;
  readonly folder: string;
  /** True for what is no file: replacing it would take `/dev/null` from everybody. */
  readonly isStream: boolean;
}

async function whereTo(path: string): Promise<Place> {
  const found = await stat(path).catch(() => null);
  if (found === null) return { file: path, folder: dirname(path), isStream: false };
  if (!found.isFile() && !found.isDirectory()) return { file: path, folder: dirname(path), isStream: true };
  const file = await realpath(path);
  return { file, folder: dirname(file), isStream: false };
}

function unwritten(what: string, thrown: unknown): MekhanikubeError {
  return new MekhanikubeError('output-failed', `could not write ${what}: ${reason(thrown)}`, {
    hint: 'check the free space and the permissions there',
    cause: thrown,
  });
}

function reason(thrown: unknown): string {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  if (code === 'ENOENT') return 'its folder does not exist';
  if (code === 'EACCES' || code === 'EROFS') return 'no permission';
  if (code === 'ENOSPC') return 'the disk is full';
  if (code === 'EISDIR') return 'it is a folder';
  return messageOf(thrown);
}
