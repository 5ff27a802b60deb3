import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MekhanikubeError, messageOf } from '../../base/errors.ts';
import { CHECKS, SCAN_CHECKS } from '../../checks/index.ts';
import { type CustomCheck, parseCustomCheck } from '../../custom/custom-check.ts';
import { missingFields } from '../../custom/extra.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';

const CHECK_FILE = /\.ya?ml$/;

/**
 * Reads custom checks from files and folders.
 *
 * @throws MekhanikubeError `usage` for a check that is not right, or two of one name; `input-unreadable` for a path that
 *   cannot be read or a folder without checks
 */
export async function readCustomChecks(paths: readonly string[]): Promise<readonly CustomCheck[]> {
  const taken = new Set([...CHECKS, ...SCAN_CHECKS].map(({ id }) => id));
  const checks: CustomCheck[] = [];
  for (const path of paths) {
    for (const file of await filesAt(path)) {
      const check = parseCustomCheck(file, await readFile(file, 'utf8'), taken);
      taken.add(check.check.id);
      checks.push(check);
    }
  }
  return checks;
}

async function filesAt(path: string): Promise<readonly string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const names = (await readdir(path)).filter((name) => CHECK_FILE.test(name) && !name.startsWith('.')).sort();
    if (names.length === 0) throw new Error('it holds no .yaml file');
    return names.map((name) => join(path, name));
  } catch (thrown) {
    const isMissing = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
    throw new MekhanikubeError(
      'input-unreadable',
      `cannot read checks from ${path}: ${isMissing ? 'it does not exist' : messageOf(thrown)}`,
      { hint: 'name a file or a folder of custom checks', cause: thrown },
    );
  }
}

/** The checks that look at what this recording does not hold, by id; says so, on standard error. */
export function blindChecks(
  checks: readonly CustomCheck[],
  { isCut }: Snapshot,
  { quiet }: { readonly quiet?: boolean },
): ReadonlySet<string> {
  const blind = isCut === true ? checks.filter((check) => missingFields(check).length > 0) : [];
  for (const check of quiet === true ? [] : blind) {
    const field = missingFields(check)[0]?.join('.') ?? '';
    process.stderr.write(
      `note: ${check.check.id} looks at ${field}, which the recording does not hold: it was not run\n`,
    );
  }
  return new Set(blind.map(({ check }) => check.id));
}
