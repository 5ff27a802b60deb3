import { access, constants, rename, unlink, writeFile } from 'node:fs/promises';
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
    await access(dirname(path), constants.W_OK);
  } catch (thrown) {
    throw new MekhanikubeError('usage', `cannot write ${path}: ${reason(thrown)}`, {
      hint: 'name a file in a folder that exists and may be written',
      cause: thrown,
    });
  }
}

/** Writes a file whole or not at all: readers never see a half of it. */
export async function writeWhole(path: string, content: string | AsyncIterable<Buffer>, mode = 0o644): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, content, { mode });
    await rename(temporary, path);
  } catch (thrown) {
    await unlink(temporary).catch(() => {});
    throw unwritten(path, thrown);
  }
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
