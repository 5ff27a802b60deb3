import type { Change } from '../findings/finding.ts';
import { configReferencesOf } from '../kube/config/references.ts';
import type { Keyed, Kind, Pod } from '../kube/object.ts';
import { refOf } from '../kube/object-ref.ts';
import { earliest, HOUR_MS, timeMs } from '../kube/time.ts';
import type { View } from '../snapshot/view.ts';
import type { Group } from './group.ts';
import type { Judged } from './run-checks.ts';

/** As with templates: a change that the trouble did not follow within this time is hardly its reason. */
const SOON_MS = HOUR_MS;
/** Pods of one workload name the same objects. */
const PODS_LOOKED_AT = 5;

/**
 * The ConfigMap or Secret that was written last before containers began to fail that take it in (R8). Evidence, no
 * proof; null where none was. A finding that names its cause already has no use for it.
 */
export function configChangeOf(group: Group, view: View<Kind>): Change | null {
  const { check, judged } = group;
  const since = timeMs(earliest(judged.map(({ judgement }) => judgement.since)));
  if (check.level === 'cause' || since === undefined) return null;
  const changed = judged
    .filter(({ object }) => object.kind === 'Pod')
    .slice(0, PODS_LOOKED_AT)
    .flatMap((one) => takenIn(one, view))
    .map((object) => ({ object, at: timeMs(object.changedAt) ?? Number.NaN }))
    .filter(({ object, at }) => at <= since && since - at < SOON_MS && !isNew(object, at))
    .sort((left, right) => right.at - left.at)[0];
  if (changed === undefined) return null;
  const { object } = changed;
  return {
    object: refOf(object),
    at: object.changedAt ?? null,
    what: 'what it holds was written anew',
    differences: [],
  };
}

/** What the failing container takes in by variables, and the whole pod by volumes. */
function takenIn({ object, judgement }: Judged, view: View<Kind>): readonly Keyed[] {
  const pod = object as Pod;
  const { namespace = '' } = pod.metadata;
  return configReferencesOf(pod)
    .filter(({ container }) => container === null || container === judgement.container)
    .flatMap(({ kind, name }) => {
      const found = view.get(kind, namespace, name);
      return found.state === 'found' ? [found.object] : [];
    });
}

/** True for an object whose data are as old as itself: that is no change. */
function isNew({ metadata }: Keyed, changedMs: number): boolean {
  const createdMs = timeMs(metadata.creationTimestamp);
  return createdMs === undefined || changedMs <= createdMs;
}
