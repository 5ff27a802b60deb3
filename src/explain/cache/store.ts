import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { VerifiedAnswer, Words } from '../answer/verified-answer.ts';

const EntrySchema = z.object({
  version: z.literal(1),
  check: z.string(),
  model: z.string(),
  language: z.string(),
  created: z.string(),
  answer: VerifiedAnswer.nullable(),
  translation: Words.nullable(),
  refused: z.string().nullable(),
});

/** What is kept of one answer. Names of the cluster are replaced by slots, so that no file holds any. */
export interface Entry {
  readonly version: 1;
  readonly check: string;
  readonly model: string;
  readonly language: string;
  /** RFC 3339. */
  readonly created: string;
  /** Null where the model's answer was refused: it would write the same again. */
  readonly answer: VerifiedAnswer | null;
  /** In the language that was asked for; null for English, and where no translation held. */
  readonly translation: Words | null;
  /** Why the answer, or else the translation, was refused; null where all held. */
  readonly refused: string | null;
}

/** An entry as the folder shows it. */
export interface Listed extends Pick<Entry, 'check' | 'model' | 'language' | 'created'> {
  readonly key: string;
  readonly bytes: number;
  readonly refused: boolean;
}

/** Answers on disk, by key. Reading never fails: what cannot be read is not there. */
export interface Store {
  readonly folder: string;
  get(key: string): Promise<Entry | undefined>;
  /** @throws the file system's error */
  put(key: string, entry: Entry): Promise<void>;
  /** True where nothing was ever put there. */
  isEmpty(): Promise<boolean>;
  /** Oldest first. */
  list(): Promise<readonly Listed[]>;
  /** Removes everything and returns how many entries there were. */
  clear(): Promise<number>;
  /** Removes what is older than 30 days, then the oldest until the rest is less than 20 MiB. */
  prune(nowMs: number): Promise<void>;
}

const LARGEST_BYTES = 20 * 1024 * 1024;
const OLDEST_MS = 30 * 24 * 3_600_000;

/** Opens the store in a folder, which is made when something is put there. */
export function openStore(folder: string): Store {
  const pathOf = (key: string): string => join(folder, `${key}.json`);
  const list = () => listed(folder);
  return {
    folder,
    get: (key) => read(pathOf(key)),
    async put(key, entry) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const temporary = `${pathOf(key)}.${process.pid}.tmp`;
      await writeFile(temporary, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
      await rename(temporary, pathOf(key));
    },
    isEmpty: async () => (await filesIn(folder)).length === 0,
    list,
    async clear() {
      const names = await filesIn(folder);
      await Promise.all(names.map((name) => rm(join(folder, name), { force: true, recursive: true })));
      return names.filter((name) => name.endsWith('.json')).length;
    },
    async prune(nowMs) {
      const entries = [...(await list())].reverse();
      let bytes = 0;
      for (const { key, created, bytes: size } of entries) {
        bytes += size;
        const tooOld = nowMs - Date.parse(created) > OLDEST_MS;
        if (tooOld || bytes > LARGEST_BYTES) await rm(pathOf(key), { force: true });
      }
    },
  };
}

async function read(path: string): Promise<Entry | undefined> {
  try {
    const checked = EntrySchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
    return checked.success ? checked.data : undefined;
  } catch {
    return undefined;
  }
}

async function listed(folder: string): Promise<readonly Listed[]> {
  const names = (await filesIn(folder)).filter((name) => name.endsWith('.json'));
  const entries = await Promise.all(
    names.map(async (name): Promise<readonly Listed[]> => {
      const path = join(folder, name);
      const entry = await read(path);
      if (entry === undefined) return [];
      const { check, model, language, created } = entry;
      const { size } = await stat(path);
      return [
        {
          key: name.slice(0, -'.json'.length),
          check,
          model,
          language,
          created,
          bytes: size,
          refused: entry.answer === null,
        },
      ];
    }),
  );
  return entries
    .flat()
    .sort((a, b) => (a.created < b.created ? -1 : a.created > b.created ? 1 : a.key < b.key ? -1 : 1));
}

async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => /\.(json|tmp)$/.test(name));
  } catch {
    return [];
  }
}
