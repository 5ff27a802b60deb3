import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A check's files, as the folder `src/checks` shows them. */
export interface CheckFile {
  readonly area: string;
  /** The id, which is the name of its file. */
  readonly id: string;
  readonly exportName: string;
  /** A check of the scan itself rather than of an object. */
  readonly ofScan: boolean;
}

export const CHECKS_DIR = join(import.meta.dirname, '..', 'src', 'checks');

/** All checks, by area and id. */
export function checkFiles(): readonly CheckFile[] {
  const areas = readdirSync(CHECKS_DIR, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return areas
    .flatMap((area) =>
      readdirSync(join(CHECKS_DIR, area.name))
        .filter((file) => file.endsWith('.ts'))
        .map((file) => checkFile(area.name, file.slice(0, -'.ts'.length))),
    )
    .sort((left, right) => (`${left.area}/${left.id}` < `${right.area}/${right.id}` ? -1 : 1));
}

function checkFile(area: string, id: string): CheckFile {
  const text = readFileSync(join(CHECKS_DIR, area, `${id}.ts`), 'utf8');
  const match = /export const (\w+) = define(Scan)?Check\(/.exec(text);
  if (match === null) throw new Error(`src/checks/${area}/${id}.ts exports no check`);
  return { area, id, exportName: match[1] ?? '', ofScan: match[2] !== undefined };
}
