import type { ObjectOf, PodSpec } from '../object.ts';
import { MINUTE_MS } from '../time.ts';
import { missingPods, type POD_MAKERS } from './creation.ts';

type PodMaker = ObjectOf<(typeof POD_MAKERS)[number]>;

/**
 * What the next pod of a workload will be made from; undefined where none is to come: it wants none, or is being deleted.
 *
 * One that lacks pods is told of by whoever refuses them, and one that is being installed may come before what it names. A
 * Job makes the pods that it wants in seconds.
 */
export function nextPodOf(
  workload: PodMaker,
  view: { age(timestamp: string | null | undefined): number },
): PodSpec | undefined {
  const { kind, metadata, spec, status } = workload;
  if (metadata.deletionTimestamp !== undefined || kind === 'Job') return undefined;
  if (missingPods(workload) > 0 || view.age(metadata.creationTimestamp) < MINUTE_MS) return undefined;
  const wanted =
    status !== undefined && 'desiredNumberScheduled' in status
      ? status.desiredNumberScheduled
      : spec !== undefined && 'replicas' in spec
        ? spec.replicas
        : 0;
  return (wanted ?? 0) > 0 ? spec?.template?.spec : undefined;
}
