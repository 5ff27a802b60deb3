import { conditionsOf } from '../../kube/conditions.ts';
import { containersOf } from '../../kube/containers.ts';
import { failedConditionOf, isComplete, isOver } from '../../kube/jobs/jobs.ts';
import type { KubeObject, Pod } from '../../kube/object.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { isDone } from '../../kube/pods.ts';
import { timeMs } from '../../kube/time.ts';
import { desiredReplicas, isOf } from '../../kube/workloads/workloads.ts';
import type { Refusal } from '../action.ts';
import type { Read } from '../live/reader.ts';
import { refuseIf } from './judged.ts';

/** Why this is no leftover: it runs, or somebody still counts on it. */
export function leftoverRefusals(target: KubeObject, owner: Read<KubeObject> | null): readonly (Refusal | null)[] {
  const what = refText(refOf(target));
  if (isOf(target, 'Pod')) {
    const job = owner?.state === 'found' && isOf(owner.object, 'Job') ? owner.object : undefined;
    return [
      refuseIf(
        !isDone(target),
        'pod-running',
        `${what} has not ended`,
        'pod.delete or pod.evict replace a pod that runs',
      ),
      refuseIf(
        job !== undefined && !isOver(job),
        'job-running',
        `${what} counts for Job ${job?.metadata.name ?? ''}, which has not ended`,
      ),
    ];
  }
  if (isOf(target, 'Job')) {
    const isEnded = isComplete(target) || failedConditionOf(target) !== undefined;
    return [refuseIf(!isEnded, 'job-running', `${what} has not ended`)];
  }
  if (!isOf(target, 'ReplicaSet')) return [];
  const pods = Math.max(desiredReplicas(target), target.status?.replicas ?? 0);
  return [
    refuseIf(owner !== null, 'owned', `${what} is part of the history of its owner`),
    refuseIf(pods > 0, 'replicas-left', `${what} wants or has pods: ${pods}`),
  ];
}

/** Since when it is over, in milliseconds since the epoch; undefined where nothing says so. */
export function leftoverSince(target: KubeObject): number | undefined {
  if (isOf(target, 'Pod')) return podEnd(target);
  if (isOf(target, 'Job')) {
    const ended = conditionsOf(target).find(
      ({ type, status }) => status === 'True' && /^(Complete|Failed)$/.test(type),
    );
    return timeMs(target.status?.completionTime ?? ended?.lastTransitionTime);
  }
  return timeMs(target.metadata.creationTimestamp);
}

/** When the last container ended. A pod that was evicted before it began has none that ended. */
function podEnd(pod: Pod): number | undefined {
  const ends = containersOf(pod).flatMap(({ status }) => timeMs(status?.state?.terminated?.finishedAt) ?? []);
  return ends.length > 0 ? Math.max(...ends) : timeMs(pod.metadata.creationTimestamp);
}
