import { MekhanikubeError } from '../../base/errors.ts';
import type { KubeObject } from '../../kube/object.ts';
import { type ObjectRef, refKey, refOf, refText } from '../../kube/object-ref.ts';
import type { Run } from '../../remedy/backup/run.ts';
import type { Reader } from '../../remedy/live/reader.ts';
import { changesBetween } from '../../remedy/patch/changes.ts';
import { plain } from '../../remedy/patch/plain.ts';
import { pathText } from '../../remedy/patch/pointer.ts';
import { changedValueText, withoutVariables } from '../../report/changed-value.ts';
import { EXIT } from '../exit-codes.ts';
import type { Runtime } from '../program.ts';
import type { DisplayOptions } from '../ui/terminal.ts';
import { writeStdout } from '../ui/write.ts';
import type { ClusterOptions } from './read.ts';
import { planIn, sameCluster } from './remediate/plan-of.ts';
import { openSession } from './remediate/session.ts';
import { readState } from './remediate/state.ts';

/** The flags as they were typed. */
export interface DiffOptions extends ClusterOptions, DisplayOptions {
  readonly output: string;
}

/** A field that is not as the backup has it; null is absent. */
interface Difference {
  readonly object: string;
  readonly path: string;
  readonly backup: unknown;
  readonly live: unknown;
}

/** Prints where the live objects differ from a run's backups. @returns the exit code: 1 where they do */
export async function backupDiff(id: string, options: DiffOptions, runtime: Runtime): Promise<number> {
  const session = await openSession(options, runtime);
  try {
    const run = readState(process.env).backups.findRun(id);
    sameCluster(planIn(run), session);
    const differences: Difference[] = [];
    for (const object of backedUpObjects(run)) differences.push(...(await differencesOf(object, session.reader)));
    if (options.output === 'json') await writeStdout(`${JSON.stringify(differences, null, 2)}\n`);
    else await writeStdout(textOf(differences));
    return differences.length === 0 ? EXIT.ok : EXIT.findings;
  } finally {
    session.close();
  }
}

/** Each object once, as it was before the run's first step that changed it. */
export function backedUpObjects(run: Run): readonly KubeObject[] {
  const byKey = new Map<string, KubeObject>();
  for (const { id } of planIn(run).steps) {
    for (const object of objectsBefore(run, id)) {
      const key = refKey(refOf(object));
      if (!byKey.has(key)) byKey.set(key, object);
    }
  }
  return [...byKey.values()];
}

function objectsBefore(run: Run, step: string): readonly KubeObject[] {
  const objects: KubeObject[] = [];
  for (let write = 0; ; write++) {
    const [object] = run.objects(step, { in: 'before', write });
    if (object === undefined) return objects;
    objects.push(object);
  }
}

async function differencesOf(backup: KubeObject, reader: Reader): Promise<readonly Difference[]> {
  const ref = refOf(backup);
  const live = await liveObject(ref, reader);
  if (live === null) return [{ object: refText(ref), path: '', backup: 'present', live: null }];
  const changes = changesBetween(plain(backup) ?? null, plain(live) ?? null);
  return changes.map(({ path, before, after }) => ({
    object: refText(ref),
    path: pathText(path),
    backup: withoutVariables(before ?? null, [...path]),
    live: withoutVariables(after ?? null, [...path]),
  }));
}

/** Null where it is not there. @throws MekhanikubeError `cluster-unreadable` */
export async function liveObject(ref: ObjectRef, reader: Reader): Promise<KubeObject | null> {
  const read = await reader.getAny(ref);
  if (read.state === 'found') return read.object;
  if (read.state === 'missing') return null;
  throw new MekhanikubeError('cluster-unreadable', `cannot read ${refText(ref)}: ${read.reason}`);
}

function textOf(differences: readonly Difference[]): string {
  if (differences.length === 0) return 'The live objects are as in the backup.\n';
  const lines = differences.map(({ object, path, backup, live }) =>
    path === ''
      ? `${object}: is not there any more`
      : `${object} ${path}: ${changedValueText(backup, [])} in the backup, ${changedValueText(live, [])} now`,
  );
  return `${lines.join('\n')}\n`;
}
