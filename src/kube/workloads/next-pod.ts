import type { ObjectOf, PodSpec } from '../object.ts';
import type { POD_MAKERS } from './creation.ts';

/** A workload that has the pods it wants. */
type PodMaker = ObjectOf<(typeof POD_MAKERS)[number]>;

/**
 * What the next pod of a workload will be made from; undefined where none is to come: it wants none, or is being
 * deleted. A Job makes the pods that it lacks in seconds, and tells of those that are refused.
 */
export function nextPodOf(workload: PodMaker): PodSpec | undefined {
  if (workload.metadata.deletionTimestamp !== undefined || workload.kind === 'Job') return undefined;
  const { spec, status } = workload;
  const wanted =
    status !== undefined && 'desiredNumberScheduled' in status
      ? status.desiredNumberScheduled
      : spec !== undefined && 'replicas' in spec
        ? spec.replicas
        : 0;
  return (wanted ?? 0) > 0 ? spec?.template?.spec : undefined;
}
