import { MekhanikubeError } from '../../base/errors.ts';
import type { Kind, KubeObject, ObjectOf } from '../../kube/object.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { desiredReplicas, isOf } from '../../kube/workloads/workloads.ts';
import type { Refusal } from '../action.ts';
import type { Right } from '../write.ts';

/** The kinds that keep pods running and replace them when their template changes. */
export const WORKLOAD_KINDS = ['DaemonSet', 'Deployment', 'StatefulSet'] as const;
type WorkloadKind = (typeof WORKLOAD_KINDS)[number];
export type Workload = ObjectOf<WorkloadKind>;
export type Template = NonNullable<NonNullable<Workload['spec']>['template']>;

/** True for the kinds above. */
export function isWorkload(object: KubeObject): object is Workload {
  return WORKLOAD_KINDS.some((kind) => isOf(object, kind));
}

/**
 * The target as the workload that it is.
 *
 * @throws MekhanikubeError `internal` for another kind: an action is never asked about what it is not on
 */
export function workloadOf(target: KubeObject): Workload {
  if (isWorkload(target)) return target;
  throw new MekhanikubeError('internal', `${textOf(target)} is no workload with a rollout`);
}

/**
 * The target as an object of the one kind that an action is on.
 *
 * @throws MekhanikubeError `internal` for another kind
 */
export function targetAs<K extends Kind>(kind: K, target: KubeObject): ObjectOf<K> {
  if (isOf(target, kind)) return target;
  throw new MekhanikubeError('internal', `${textOf(target)} is no ${kind}`);
}

/** How many pods it wants now. */
export function wantedPods(workload: Workload): number {
  return isOf(workload, 'DaemonSet') ? (workload.status?.desiredNumberScheduled ?? 0) : desiredReplicas(workload);
}

/** `Deployment shop/web`. */
export function textOf(object: KubeObject): string {
  return refText(refOf(object));
}

/** A fact without which nobody can say that the change is safe. */
export function unreadable(what: string, reason: string): Refusal {
  const id = `${what.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}-unreadable`;
  return { id, reason: `${what} cannot be read: ${reason}` };
}

/** What every change of a template needs: to write it, to see what becomes of its pods, and to free a stuck StatefulSet. */
export const ROLLOUT_RIGHTS: readonly Right[] = [
  ...['daemonsets', 'deployments', 'statefulsets'].map((resource) => right('apps', resource, 'patch')),
  ...['controllerrevisions', 'replicasets'].map((resource) => right('apps', resource, 'list')),
  right('', 'limitranges', 'list'),
  right('', 'pods', 'list'),
  right('', 'pods', 'delete'),
];

/** A right in one line. */
export function right(group: string, resource: string, verb: Right['verb']): Right {
  return { group, resource, verb };
}
