import type { Json } from '../../base/json.ts';
import type { KubeObject, ObjectOf, Pod } from '../object.ts';
import { isReady } from '../pods.ts';
import { timeMs } from '../time.ts';
import { revisionLabel } from './workloads.ts';

/** A state that the pod template of a workload had. */
export interface Revision {
  readonly number: number;
  /** When it was made. */
  readonly createdAt: string | null;
  /** As far as a snapshot keeps it: no literal value of a variable, no argument. */
  readonly template: Json;
  /** Pods that were made from it. */
  readonly pods: readonly Pod[];
}

type Workload = ObjectOf<'Deployment' | 'StatefulSet' | 'DaemonSet'>;

/** The part of a view that is needed here. */
export interface RevisionView {
  controlledBy<T extends 'ReplicaSet' | 'ControllerRevision' | 'Pod'>(
    kind: T,
    owner: KubeObject,
  ): readonly ObjectOf<T>[];
}

/** The revisions of a workload that are still kept, newest first. */
export function revisionsOf(workload: Workload, view: RevisionView): readonly Revision[] {
  const revisions = workload.kind === 'Deployment' ? ofReplicaSets(workload, view) : ofHistory(workload, view);
  return [...revisions].sort((left, right) => right.number - left.number);
}

function ofReplicaSets(workload: Workload, view: RevisionView): readonly Revision[] {
  return view.controlledBy('ReplicaSet', workload).map((set) => ({
    number: Number(set.metadata.annotations?.['deployment.kubernetes.io/revision'] ?? 0),
    createdAt: textOf(set.metadata.creationTimestamp),
    template: jsonOf(set.spec?.template),
    pods: view.controlledBy('Pod', set),
  }));
}

function ofHistory(workload: Workload, view: RevisionView): readonly Revision[] {
  const pods = view.controlledBy('Pod', workload);
  return view.controlledBy('ControllerRevision', workload).map(({ metadata, revision = 0, data }) => ({
    number: revision,
    createdAt: textOf(metadata.creationTimestamp),
    template: jsonOf(templateIn(data)),
    pods: pods.filter((pod) => metadata.name.endsWith(revisionLabel(pod) ?? '\0')),
  }));
}

function templateIn(data: unknown): unknown {
  const spec: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, 'spec') : undefined;
  return typeof spec === 'object' && spec !== null ? Reflect.get(spec, 'template') : undefined;
}

/**
 * The revision that these failing pods were made from, and the one before it that worked; undefined unless the failing
 * one is the newest, is not older than the trouble by more than `withinMs`, and there is one before it.
 *
 * An older revision that still has ready pods works beyond doubt. One that has no pods any more counts only if the
 * trouble began soon after it was replaced.
 */
export function lastChange(
  revisions: readonly Revision[],
  failing: readonly KubeObject[],
  sinceMs: number | undefined,
  withinMs: number,
): { readonly before: Revision; readonly after: Revision } | undefined {
  const [after, ...older] = revisions;
  if (after === undefined || older.length === 0) return undefined;
  const made = new Set(after.pods.map(({ metadata }) => metadata.uid));
  const pods = failing.filter(({ kind }) => kind === 'Pod');
  if (pods.length > 0 && !pods.some(({ metadata }) => made.has(metadata.uid))) return undefined;
  const healthy = older.find((revision) => revision.pods.some(isReady));
  if (healthy !== undefined) return { before: healthy, after };
  const madeMs = timeMs(after.createdAt);
  if (madeMs === undefined || sinceMs === undefined || sinceMs - madeMs > withinMs) return undefined;
  const [before] = older;
  return before === undefined ? undefined : { before, after };
}

function textOf(value: string | undefined): string | null {
  return value ?? null;
}

/** Objects of a snapshot are JSON, though their types do not say so. */
function jsonOf(value: unknown): Json {
  return (value ?? null) as Json;
}
