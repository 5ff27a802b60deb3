import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { MekhanikubeError, messageOf } from '../../../base/errors.ts';

/** No policy that a person wrote is longer. */
const LARGEST_BYTES = 1024 * 1024;
const MOST_FILES = 1000;
const POLICY_FILE = /\.(ya?ml|json)$/;

/** A file that was read, or why it was not. */
export type PolicyFile =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly refused: string; readonly hint: string };

/**
 * Reads one file, or the YAML and JSON files that lie in a folder itself.
 *
 * @throws MekhanikubeError `input-unreadable` for a path that is not there
 */
export async function readPolicyFiles(path: string): Promise<readonly PolicyFile[]> {
  try {
    const info = await stat(path);
    if (!info.isDirectory()) return [await readOne(path)];
    const names = (await readdir(path)).filter((name) => POLICY_FILE.test(name) && !name.startsWith('.')).sort();
    if (names.length > MOST_FILES) throw new Error(`it holds more than ${MOST_FILES} files`);
    const folder = await realpath(path);
    return await Promise.all(names.map((name) => readInside(folder, join(path, name))));
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
    throw new MekhanikubeError(
      'input-unreadable',
      `cannot read policies from ${path}: ${code === 'ENOENT' ? 'it does not exist' : messageOf(thrown)}`,
      {
        hint: 'name a folder or a file of policies, or make one: mekhanikube policy template',
        cause: thrown,
      },
    );
  }
}

/** A link may lead to another file of the folder, as in a mounted ConfigMap, never out of it. */
async function readInside(folder: string, path: string): Promise<PolicyFile> {
  if ((await lstat(path)).isSymbolicLink()) {
    const real = await realpath(path).catch(() => '');
    if (!real.startsWith(`${folder}${sep}`)) {
      return { path, refused: 'is a link that leads out of its folder', hint: 'put the file itself there' };
    }
  }
  return readOne(path);
}

async function readOne(path: string): Promise<PolicyFile> {
  const info = await stat(path);
  if (!info.isFile()) return { path, refused: 'is no file', hint: 'remove it, or give it another name' };
  if (info.size > LARGEST_BYTES) {
    return { path, refused: `has ${info.size} bytes, more than 1 MiB`, hint: 'split it into several files' };
  }
  return { path, text: await readFile(path, 'utf8') };
}
