import { join } from 'node:path';
import type { Disk } from './disk.ts';
import { checkFile } from './entries.ts';
import type { Access, State } from './state.ts';
import { attempt, integrity } from './trouble.ts';

/** The form of what lies in the state folder. */
const FORMAT = 1;

/**
 * Refuses to write where a newer form was written; reading it stays possible.
 *
 * @throws MekhanikubeError `state-integrity`
 */
export function checkVersion(disk: Disk, root: string, access: Access): void {
  const path = join(root, 'VERSION');
  const entry = attempt('look at', path, () => disk.entry(path));
  if (entry === undefined) return;
  checkFile(path, entry);
  const text = attempt('read', path, () => disk.read(path).toString('utf8'));
  if (!/^[1-9]\d{0,5}\n$/.test(text)) throw integrity(`${path} holds no version`, `it should hold ${FORMAT}`);
  if (access !== 'read' && Number(text) > FORMAT)
    throw integrity(
      `the state folder ${root} was written by a newer mekhanikube (format ${Number(text)}, this one knows ${FORMAT})`,
      'use the newer one; this one can only read there',
    );
}

/** Marks a folder that is new. */
export function writeVersion(state: State): void {
  if (state.entry('VERSION') === undefined) state.write('VERSION', Buffer.from(`${FORMAT}\n`));
}
