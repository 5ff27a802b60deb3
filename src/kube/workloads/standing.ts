import { conditionOf } from '../conditions.ts';
import { isOver } from '../jobs/jobs.ts';
import type { KubeObject } from '../object.ts';
import { isDone, isReady, isTerminating } from '../pods.ts';
import { missingPods } from './creation.ts';
import { isOf } from './workloads.ts';

/**
 * How an object stands, as far as its own status tells.
 *
 * `well` since when, where that is known; `over` for what has ended or is on its way out.
 */
export type Standing =
  | { readonly state: 'well'; readonly since: string | null }
  | { readonly state: 'ill' | 'over' | 'unknown' };

/** How an object stands now: what a warning about its past is to be held against. */
export function standingOf(object: KubeObject): Standing {
  if (isOf(object, 'Pod')) {
    if (isTerminating(object) || isDone(object)) return { state: 'over' };
    return isReady(object) ? well(conditionOf(object, 'Ready')?.lastTransitionTime) : { state: 'ill' };
  }
  if (object.metadata.deletionTimestamp !== undefined) return { state: 'ill' };
  if (isOf(object, 'Node')) return fromCondition(conditionOf(object, 'Ready'));
  if (isOf(object, 'PersistentVolumeClaim')) return object.status?.phase === 'Bound' ? well() : { state: 'ill' };
  if (isOf(object, 'PersistentVolume')) return object.status?.phase === 'Failed' ? { state: 'ill' } : well();
  if (isOf(object, 'Job')) return isOver(object) ? { state: 'over' } : { state: 'unknown' };
  if (isOf(object, 'HorizontalPodAutoscaler')) return fromCondition(conditionOf(object, 'ScalingActive'));
  if (isOf(object, 'DaemonSet')) return (object.status?.numberUnavailable ?? 0) === 0 ? well() : { state: 'ill' };
  if (isOf(object, 'Deployment') || isOf(object, 'ReplicaSet') || isOf(object, 'StatefulSet')) {
    const allReady = (object.status?.readyReplicas ?? 0) >= (object.spec?.replicas ?? 1);
    return allReady && missingPods(object) === 0 ? well() : { state: 'ill' };
  }
  return { state: 'unknown' };
}

function well(since: string | null = null): Standing {
  return { state: 'well', since };
}

function fromCondition(condition: ReturnType<typeof conditionOf>): Standing {
  return condition?.status === 'True' ? well(condition.lastTransitionTime) : { state: 'ill' };
}
