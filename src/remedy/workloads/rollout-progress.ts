import { countText } from '../../base/list-text.ts';
import type { KubeObject, ObjectOf } from '../../kube/object.ts';
import { desiredReplicas, isObserved, isOf } from '../../kube/workloads/workloads.ts';
import type { Progress, Verifying } from '../action.ts';
import { newPodsOf } from './owned.ts';
import { troubleOf } from './pod-trouble.ts';
import { readBack } from './read-back.ts';
import { textOf, type Workload, workloadOf } from './workload.ts';

/**
 * How far the rollout of a new template has come: as `kubectl rollout status` judges, and failed as soon as a new pod
 * shows that it cannot start, or crashes again and again.
 * @see https://github.com/kubernetes/kubectl/blob/v0.34.4/pkg/polymorphichelpers/rollout_status.go
 */
export async function rolloutProgress<P>({ target, reader }: Verifying<P>): Promise<Progress> {
  const live = await readBack(target, reader);
  if (live.state !== 'found') return live;
  const workload = workloadOf(live.object);
  if (!isObserved(workload)) return waiting(`the controller of ${textOf(workload)} has not seen the change yet`);
  const exceeded = deadlineExceeded(workload, target);
  if (exceeded !== undefined) return { state: 'failed', reason: exceeded };
  const missing = whatIsMissing(workload);
  if (missing === undefined) return { state: 'done', reason: `the rollout of ${textOf(workload)} is complete` };
  const pods = await newPodsOf(workload, reader);
  if (pods.state === 'unreadable') return waiting(`${missing}; its pods cannot be read: ${pods.reason}`);
  const trouble = troubleOf(pods.objects);
  return trouble === undefined ? waiting(missing) : { state: 'failed', reason: `${missing}: ${trouble}` };
}

function waiting(reason: string): Progress {
  return { state: 'waiting', reason };
}

/** A rollout that starts on an old ReplicaSet keeps the condition of the one before until its first progress. */
function deadlineExceeded(workload: Workload, before: KubeObject): string | undefined {
  const now = progressingOf(workload);
  if (now?.reason !== 'ProgressDeadlineExceeded') return undefined;
  const was = progressingOf(before);
  const isOld = was?.reason === now.reason && was.lastUpdateTime === now.lastUpdateTime;
  return isOld ? undefined : `${textOf(workload)} exceeded its progress deadline: ${now.message ?? ''}`;
}

function progressingOf(workload: KubeObject) {
  if (!isOf(workload, 'Deployment')) return undefined;
  return workload.status?.conditions?.find(({ type }) => type === 'Progressing');
}

/** What a rollout still lacks; undefined for a complete one. */
export function whatIsMissing(workload: Workload): string | undefined {
  if (isOf(workload, 'Deployment')) return ofDeployment(workload);
  return isOf(workload, 'StatefulSet') ? ofStatefulSet(workload) : ofDaemonSet(workload);
}

function ofDeployment(deployment: ObjectOf<'Deployment'>): string | undefined {
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = deployment.status ?? {};
  const wanted = desiredReplicas(deployment);
  if (updatedReplicas < wanted) return `${updatedReplicas} of ${wanted} pods are of the new template`;
  if (replicas > updatedReplicas) return `${countText(replicas - updatedReplicas, 'old pod')} still to go`;
  if (availableReplicas < updatedReplicas) return `${availableReplicas} of ${updatedReplicas} new pods are available`;
  return undefined;
}

function ofStatefulSet(set: ObjectOf<'StatefulSet'>): string | undefined {
  const { readyReplicas = 0, updatedReplicas = 0, currentRevision, updateRevision } = set.status ?? {};
  const wanted = desiredReplicas(set);
  if (readyReplicas < wanted) return `${readyReplicas} of ${wanted} pods are ready`;
  const partition = set.spec?.updateStrategy?.rollingUpdate?.partition ?? 0;
  if (partition > 0) {
    const above = Math.max(0, wanted - partition);
    return updatedReplicas < above ? `${updatedReplicas} of ${above} pods above the partition are new` : undefined;
  }
  // Taken back half-way, the wanted revision is the present one while pods of the other are still there.
  const isComplete = currentRevision === updateRevision && updatedReplicas >= wanted;
  return isComplete ? undefined : `${updatedReplicas} of ${wanted} pods are of the new template`;
}

function ofDaemonSet({ status }: ObjectOf<'DaemonSet'>): string | undefined {
  const { desiredNumberScheduled: wanted = 0, updatedNumberScheduled = 0, numberAvailable = 0 } = status ?? {};
  if (updatedNumberScheduled < wanted) return `${updatedNumberScheduled} of ${wanted} pods are of the new template`;
  return numberAvailable < wanted ? `${numberAvailable} of ${wanted} pods are available` : undefined;
}
