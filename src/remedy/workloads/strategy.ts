import type { Pod } from '../../kube/object.ts';
import { isActive, isReady } from '../../kube/pods.ts';
import { isOf, isOrdered, ordinalOf } from '../../kube/workloads/workloads.ts';
import type { Refusal } from '../action.ts';
import { textOf, type Workload, wantedPods } from './workload.ts';

/** A number of pods or a share of them, as rolling updates give it. */
function share(
  value: string | number | undefined,
  usual: string | number,
  of: number,
  round: (n: number) => number,
): number {
  const text = String(value ?? usual);
  return text.endsWith('%') ? round((Number(text.slice(0, -1)) * of) / 100) : Number(text);
}

/** How many pods a rollout may make beyond those that are wanted. */
export function surgeOf(workload: Workload): number {
  const wanted = wantedPods(workload);
  if (isOf(workload, 'StatefulSet')) return 0;
  if (isOf(workload, 'DaemonSet'))
    return share(workload.spec?.updateStrategy?.rollingUpdate?.maxSurge, 0, wanted, Math.ceil);
  if (workload.spec?.strategy?.type === 'Recreate') return 0;
  return share(workload.spec?.strategy?.rollingUpdate?.maxSurge, '25%', wanted, Math.ceil);
}

/**
 * How many pods a rollout may take away at once.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/controller/deployment/util/deployment_util.go
 */
export function unavailableOf(workload: Workload): number {
  const wanted = wantedPods(workload);
  if (isOf(workload, 'Deployment')) {
    if (workload.spec?.strategy?.type === 'Recreate') return wanted;
    const most = share(workload.spec?.strategy?.rollingUpdate?.maxUnavailable, '25%', wanted, Math.floor);
    return most === 0 && surgeOf(workload) === 0 ? 1 : Math.min(most, wanted);
  }
  const rolling = workload.spec?.updateStrategy?.rollingUpdate;
  if (isOf(workload, 'DaemonSet') && surgeOf(workload) > 0) return 0;
  return Math.min(Math.max(1, share(rolling?.maxUnavailable, 1, wanted, Math.ceil)), wanted);
}

/** Why a new template would not reach the pods; nothing where it would. */
export function rolloutRefusals(workload: Workload): readonly Refusal[] {
  const name = textOf(workload);
  if (isOf(workload, 'Deployment')) {
    if (workload.spec?.paused !== true) return [];
    return [{ id: 'rollout-paused', reason: `${name} is paused`, hint: 'resume it first: rollout.resume' }];
  }
  if (workload.spec?.updateStrategy?.type !== 'OnDelete') return [];
  const reason = `${name} replaces its pods only when somebody deletes them: its update strategy is OnDelete`;
  return [{ id: 'on-delete', reason, hint: 'change the template by hand, then delete its pods one after the other' }];
}

/** The pods that a new template replaces: those that are not kept, and not those below a StatefulSet's partition. */
export function replacedPods(workload: Workload, pods: readonly Pod[], staying: (pod: Pod) => boolean): readonly Pod[] {
  const partition = isOf(workload, 'StatefulSet') ? (workload.spec?.updateStrategy?.rollingUpdate?.partition ?? 0) : 0;
  return pods.filter(
    (pod) => isActive(pod) && !staying(pod) && (partition === 0 || (ordinalOf(pod) ?? 0) >= partition),
  );
}

/**
 * The pods for which an ordered StatefulSet waits before it goes on, whatever their template: it never replaces a pod
 * that is not ready by itself.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback
 */
export function stuckPods(workload: Workload, pods: readonly Pod[]): readonly Pod[] {
  if (!isOf(workload, 'StatefulSet') || !isOrdered(workload)) return [];
  return pods.filter((pod) => isActive(pod) && !isReady(pod));
}
