import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stateFolder } from '../../config/folders.ts';

const BYTES = 32;

/**
 * This machine's own salt for masked names: without it nobody can tell which name a pseudonym stands for by trying
 * names. Made at the first use; where it cannot be kept, each run has another.
 */
export async function readSalt(env: NodeJS.ProcessEnv): Promise<string> {
  const folder = stateFolder(env);
  const path = join(folder, 'masking-salt');
  const known = await readWhole(path);
  if (known !== undefined) return known;
  const salt = randomBytes(BYTES).toString('hex');
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(temporary, salt, { mode: 0o600 });
    // Of two runs that begin at once the first one's stays.
    await link(temporary, path).catch(() => {});
    // One that is damaged would give other names in each run: it is replaced, in one step.
    if ((await readWhole(path)) === undefined) await rename(temporary, path);
    return (await readWhole(path)) ?? salt;
  } catch {
    return salt;
  } finally {
    await rm(temporary, { force: true }).catch(() => {});
  }
}

async function readWhole(path: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return /^[0-9a-f]{64}$/.test(text) ? text : undefined;
}
