import { isDeepStrictEqual } from 'node:util';
import type { KubeObject, ObjectOf } from '../../kube/object.ts';
import { desiredReplicas, isOf } from '../../kube/workloads/workloads.ts';
import type { Effects, Refusal } from '../action.ts';
import { newJobEffects } from '../jobs/effects.ts';
import { extraDemand, podRequestsOf } from '../workloads/demand.ts';
import { rolloutRefusals } from '../workloads/strategy.ts';
import { type RolloutFacts, rolloutEffects } from '../workloads/template-change.ts';
import { isWorkload, unreadable } from '../workloads/workload.ts';
import { listed } from './judged.ts';

/** What a change of an object does to pods. */
export interface WorkloadChange {
  readonly effects: Effects;
  readonly refusals: readonly Refusal[];
  /** True where pods are replaced. */
  readonly rollsOut: boolean;
}

/**
 * Works out what becomes of the pods where an object of any kind gets another form. `facts` are those of the workload;
 * null where the object is none.
 */
export function workloadChange(before: KubeObject, after: KubeObject, facts: RolloutFacts | null): WorkloadChange {
  const none = { effects: { podsDisrupted: 0 }, refusals: [], rollsOut: false };
  if (!isWorkload(before) || !isWorkload(after) || facts === null) return none;
  const { pods, limitRanges } = facts;
  const refusals = [
    ...(pods.state === 'unreadable' ? [unreadable('Pods', pods.reason)] : []),
    ...(limitRanges.state === 'unreadable' ? [unreadable('LimitRanges', limitRanges.reason)] : []),
  ];
  if (isDeepStrictEqual(before.spec?.template, after.spec?.template)) return { ...none, refusals };
  const spec = after.spec?.template?.spec ?? {};
  const ranges = listed(limitRanges);
  return {
    effects: rolloutEffects({ workload: before, after: spec, staying: () => false, pods: listed(pods), ranges }),
    refusals: [...refusals, ...rolloutRefusals(before)],
    rollsOut: true,
  };
}

/** What a workload or a Job that is new needs of its namespace. */
export function newObjectEffects(created: KubeObject, ranges: readonly ObjectOf<'LimitRange'>[]): Effects {
  if (isOf(created, 'Job')) return newJobEffects(created.spec, ranges);
  if (!isWorkload(created) || isOf(created, 'DaemonSet')) return { podsDisrupted: 0 };
  return {
    podsDisrupted: 0,
    demand: extraDemand(created, desiredReplicas(created), ranges),
    podRequests: podRequestsOf(created.spec?.template?.spec ?? {}, ranges),
  };
}
