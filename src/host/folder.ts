import { access, constants, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Whether things can be kept in a folder, and how much room it has. */
export interface FolderFacts {
  readonly path: string;
  /** Why nothing can be written there; null where it can. */
  readonly refusal: string | null;
  /** Null where the system does not tell. */
  readonly freeBytes: number | null;
}

/** Looks at a folder, or where it would be made, and makes nothing. */
export async function readFolder(path: string): Promise<FolderFacts> {
  for (let at = path; ; at = dirname(at)) {
    const refusal = await refusalOf(at);
    if (refusal === 'ENOENT' && dirname(at) !== at) continue;
    const disk = refusal === null ? await statfs(at).catch(() => null) : null;
    return { path, refusal, freeBytes: disk === null ? null : disk.bavail * disk.bsize };
  }
}

async function refusalOf(path: string): Promise<string | null> {
  try {
    if (!(await stat(path)).isDirectory()) return 'ENOTDIR';
    await access(path, constants.W_OK | constants.X_OK);
    return null;
  } catch (thrown) {
    return codeOf(thrown);
  }
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
}
