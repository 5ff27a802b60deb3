import { type AnyCheck, subjectsOf } from '../checks/define-check.ts';
import { ALL_KINDS } from '../kube/kinds.ts';
import type { Kind } from '../kube/object.ts';

/** Controllers between a pod and its workload: without them a pod's finding could not name its Deployment or CronJob. */
const OWNERS: readonly Kind[] = ['ReplicaSet', 'Job'];

/** True for a check that judges custom resources of whatever kind, and nothing else. */
export function isOfCustomResources(check: AnyCheck): boolean {
  return subjectsOf(check).every((kind) => kind === 'CustomResource');
}

/** True for a check that needs to know how full volumes are, which every node would have to be asked. */
export function needsVolumeUsage(check: AnyCheck): boolean {
  return check.reads?.includes('VolumeUsage') === true;
}

/** The kinds that these checks look at, each once, in alphabetical order: what a snapshot for them must list. */
export function kindsFor(checks: readonly AnyCheck[]): readonly Kind[] {
  const kinds = new Set<Kind>();
  for (const check of checks) {
    for (const kind of [...subjectsOf(check), ...(check.reads ?? []), ...(check.consults ?? [])]) kinds.add(kind);
  }
  if (kinds.has('Pod')) for (const owner of OWNERS) kinds.add(owner);
  // The earlier templates of these, to tell what was changed.
  if (kinds.has('StatefulSet') || kinds.has('DaemonSet')) kinds.add('ControllerRevision');
  // To list all there are is dear: not for checks that merely would look at them too.
  if (!checks.some(isOfCustomResources)) kinds.delete('CustomResource');
  if (kinds.has('CustomResource')) kinds.add('CustomResourceDefinition');
  if (!checks.some(needsVolumeUsage)) kinds.delete('VolumeUsage');
  return ALL_KINDS.filter((kind) => kinds.has(kind));
}
