import { isComplete } from '../jobs/jobs.ts';
import type { KubeObject, ObjectOf, Pod } from '../object.ts';
import { controllerOf } from '../owners.ts';
import { firstLine } from '../runtime/ends.ts';

/** The reasons for which a kubelet refuses a pod that was assigned to it, besides the `OutOf...` of each resource. */
const REASONS: ReadonlySet<string> = new Set([
  'AppArmor',
  'InitContainerRestartPolicyForbidden',
  'InvalidNodeInfo',
  'NodeAffinity',
  'NodeName',
  'NodePorts',
  'PodLevelResourcesNotSupported',
  'PodOSNotSupported',
  'PodOSSelectorNodeLabelDoesNotMatch',
  'SupplementalGroupsPolicyNotSupported',
  'SysctlForbidden',
  'TaintToleration',
  'TopologyAffinityError',
  'UnexpectedAdmissionError',
  'UnexpectedPredicateFailureType',
  'UnknownReason',
  'VolumeAttachmentLimitExceeded',
]);

/** Reasons that are the node's end, not a fault of the pod. */
const SHUTDOWN: ReadonlySet<string> = new Set(['NodeShutdown', 'Terminated', 'Shutdown', 'Evicted', 'Preempting']);

/** True for the reason of a refusal, in the status of a pod or in the event about it. */
export function isRejection(reason: string): boolean {
  return REASONS.has(reason) || reason.startsWith('OutOf');
}

/** Why a kubelet refused a pod. */
export interface KubeletRejection {
  readonly reason: string;
  readonly text: string;
}

/**
 * Why its kubelet refused a failed pod; undefined for one that failed otherwise.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/kubelet/lifecycle/predicate.go
 */
export function kubeletRejectionOf({ status }: Pod): KubeletRejection | undefined {
  const { phase, reason = '', message = '' } = status ?? {};
  if (phase !== 'Failed' || SHUTDOWN.has(reason)) return undefined;
  const prefix = 'Pod was rejected: ';
  if (!isRejection(reason) && !message.startsWith(prefix)) return undefined;
  const text = firstLine(message.startsWith(prefix) ? message.slice(prefix.length) : message);
  return { reason, text: text?.replace(/\.$/, '') ?? 'it gives no reason' };
}

interface Workloads {
  get<K extends 'DaemonSet' | 'Job' | 'ReplicaSet' | 'StatefulSet'>(
    kind: K,
    namespace: string,
    name: string,
  ): { readonly state: string; readonly object?: ObjectOf<K> };
}

/** True where the controller of a failed pod has all that it wants: the pod is a trace of the past. */
export function isMadeUpFor(pod: KubeObject, view: Workloads): boolean {
  const { kind, name } = controllerOf(pod) ?? {};
  const namespace = pod.metadata.namespace ?? '';
  if (name === undefined) return false;
  switch (kind) {
    case 'ReplicaSet':
    case 'StatefulSet': {
      const set = view.get(kind, namespace, name).object;
      return set !== undefined && (set.status?.readyReplicas ?? 0) >= (set.spec?.replicas ?? 1);
    }
    case 'DaemonSet': {
      const set = view.get(kind, namespace, name).object;
      return set !== undefined && (set.status?.numberReady ?? 0) >= (set.status?.desiredNumberScheduled ?? 0);
    }
    case 'Job': {
      const job = view.get(kind, namespace, name).object;
      return job !== undefined && isComplete(job);
    }
    default:
      return false;
  }
}
