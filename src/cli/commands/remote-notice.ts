import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stateFolder } from '../../config/folders.ts';
import type { Backend } from '../../explain/model/backend.ts';

/** Says what will be sent to a server that is not ours, the first time it is used. */
export async function announceRemote({ address }: Backend, masked: boolean, env: NodeJS.ProcessEnv): Promise<void> {
  const folder = stateFolder(env);
  const path = join(folder, 'remote-models.json');
  const line = `${address} ${masked ? 'masked' : 'plain'}`;
  const known = await announced(path);
  if (known.includes(line)) return;
  process.stderr.write(
    `note: ${address} is a remote server. For each finding it gets the message, the fields and events it rests on and ` +
      `the names of its objects${masked ? ', with pseudonyms for known names and for words that look like names or are no plain English' : ' as they are'}; never the value of ` +
      'a Secret or a ConfigMap. --show-prompt prints all of it and sends nothing. This is said once for each server.\n',
  );
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(path, `${JSON.stringify([...known, line])}\n`, { mode: 0o600 });
  } catch {
    // It will be said again.
  }
}

async function announced(path: string): Promise<readonly string[]> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  } catch {
    return [];
  }
}
