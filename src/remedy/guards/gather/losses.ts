import type { KubeObject, Pod } from '../../../kube/object.ts';
import { type ObjectRef, refKey, refOf } from '../../../kube/object-ref.ts';
import { controllerOf } from '../../../kube/owners.ts';
import { isReady } from '../../../kube/pods.ts';
import { desiredReplicas, isOf } from '../../../kube/workloads/workloads.ts';
import { unavailableOf } from '../../workloads/strategy.ts';
import { isWorkload } from '../../workloads/workload.ts';
import type { Write } from '../../write.ts';
import type { Loss } from '../live-facts.ts';
import { type Gathering, Unreadable } from './gathering.ts';

/** What each workload loses of its ready pods at one time. @throws Unreadable */
export async function gatherLosses({ proposal, shared }: Gathering): Promise<readonly Loss[]> {
  const rolling = proposal.writes.flatMap((write) => rollingLoss(write));
  const byController = new Map<string, { readonly ref: ObjectRef; lost: number }>();
  for (const write of proposal.writes) {
    if (write.verb !== 'delete' && write.verb !== 'evict') continue;
    const pod = write.before;
    if (!isOf(pod, 'Pod') || !isReady(pod)) continue;
    const ref = controllerRef(pod);
    if (ref === undefined) continue;
    const entry = byController.get(refKey(ref)) ?? { ref, lost: 0 };
    byController.set(refKey(ref), { ref, lost: entry.lost + 1 });
  }
  const direct = await Promise.all(
    [...byController.values()].map(async ({ ref, lost }) => {
      const read = await shared.object(ref);
      if (read.state === 'unreadable') throw new Unreadable(`${ref.kind} ${ref.name} cannot be read: ${read.reason}`);
      const standing = read.state === 'found' ? standingOf(read.object) : undefined;
      return standing === undefined ? [] : [{ workload: ref, ...standing, lost }];
    }),
  );
  return [...rolling, ...direct.flat()];
}

function controllerRef(pod: Pod): ObjectRef | undefined {
  const controller = controllerOf(pod);
  if (controller === undefined) return undefined;
  const { apiVersion, kind, name } = controller;
  return { apiVersion, kind, namespace: pod.metadata.namespace ?? null, name };
}

/** A rollout takes ready pods away only as far as its strategy lets it. */
function rollingLoss(write: Write): readonly Loss[] {
  if (write.verb !== 'patch' || !isWorkload(write.before)) return [];
  const isRollout = write.edits.some(({ path }) => path[0] === 'spec' && (path[1] ?? 'template') === 'template');
  const standing = standingOf(write.before);
  if (!isRollout || standing === undefined) return [];
  const lost = Math.min(standing.ready, unavailableOf(write.before));
  return [{ workload: refOf(write.before), ...standing, lost }];
}

/** Undefined for what has no number of pods that must be ready, like a Job. */
function standingOf(object: KubeObject): Pick<Loss, 'wanted' | 'ready'> | undefined {
  if (isOf(object, 'DaemonSet')) {
    const { desiredNumberScheduled = 0, numberReady = 0 } = object.status ?? {};
    return { wanted: desiredNumberScheduled, ready: numberReady };
  }
  if (isOf(object, 'Deployment') || isOf(object, 'ReplicaSet') || isOf(object, 'StatefulSet')) {
    return { wanted: desiredReplicas(object), ready: object.status?.readyReplicas ?? 0 };
  }
  return undefined;
}
