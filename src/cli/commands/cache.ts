import { join } from 'node:path';
import { cacheFolder } from '../../config/folders.ts';
import { openStore, type Store } from '../../explain/cache/store.ts';
import { writeStdout } from '../ui/write.ts';

interface Options {
  readonly output: string;
}

/** The store of explanations, where this user keeps it. */
export function userStore(env: NodeJS.ProcessEnv): Store {
  return openStore(join(cacheFolder(env), 'explanations'));
}

/** Prints the stored answers. */
export async function listCache({ output }: Options): Promise<void> {
  const entries = await userStore(process.env).list();
  if (output === 'json') return writeStdout(`${JSON.stringify(entries, null, 2)}\n`);
  if (entries.length === 0) return writeStdout('No answer is stored.\n');
  const width = Math.max(...entries.map(({ check }) => check.length));
  const lines = entries.map(
    ({ created, check, model, language, refused }) =>
      `${created}  ${check.padEnd(width)}  ${model}, ${language}${refused ? ', refused' : ''}`,
  );
  return writeStdout(`${lines.join('\n')}\n`);
}

/** Prints how many answers are stored, and where. */
export async function cacheStats({ output }: Options): Promise<void> {
  const store = userStore(process.env);
  const entries = await store.list();
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  const refused = entries.filter((entry) => entry.refused).length;
  const oldest = entries[0]?.created ?? null;
  const stats = { folder: store.folder, entries: entries.length, refused, bytes, oldest };
  if (output === 'json') return writeStdout(`${JSON.stringify(stats, null, 2)}\n`);
  return writeStdout(
    [
      `folder   ${stats.folder}`,
      `answers  ${stats.entries}, ${refused} of them refused`,
      `size     ${Math.ceil(bytes / 1024)} KiB`,
      `oldest   ${oldest ?? 'none'}`,
      '',
    ].join('\n'),
  );
}

/** Removes the stored answers. */
export async function clearCache(): Promise<void> {
  const removed = await userStore(process.env).clear();
  await writeStdout(`Removed ${removed} ${removed === 1 ? 'answer' : 'answers'}.\n`);
}
