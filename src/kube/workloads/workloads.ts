import { conditionOf } from '../conditions.ts';
import type { Kind, KubeObject, ObjectOf, Pod } from '../object.ts';

export type Deployment = ObjectOf<'Deployment'>;
export type ReplicaSet = ObjectOf<'ReplicaSet'>;
export type StatefulSet = ObjectOf<'StatefulSet'>;

/** True for an object of that kind: the snapshot keeps every kind in one version only. */
export function isOf<K extends Kind>(object: KubeObject, kind: K): object is ObjectOf<K> {
  return object.kind === kind;
}

/** How many pods it wants: one where it does not say. */
export function desiredReplicas(workload: Deployment | ReplicaSet | StatefulSet): number {
  return workload.spec?.replicas ?? 1;
}

interface Observing extends KubeObject {
  readonly status?: { readonly observedGeneration?: number | undefined } | undefined;
}

/** True once the controller has seen the latest spec: until then, the status speaks of an earlier one. */
export function isObserved(object: Observing): boolean {
  return (object.status?.observedGeneration ?? 0) >= (object.metadata.generation ?? 0);
}

/** True where the status can be held against the object: it is not being deleted, and its latest spec was seen. */
export function isSettled(object: Observing): boolean {
  return object.metadata.deletionTimestamp === undefined && isObserved(object);
}

/** The largest value that the field takes; the controller reads it as "no deadline". */
const NO_DEADLINE = 2 ** 31 - 1;

/** How long a rollout may stand still; null for a Deployment whose rollouts never time out. */
export function progressDeadlineSeconds(deployment: Deployment): number | null {
  const seconds = deployment.spec?.progressDeadlineSeconds ?? 600;
  return seconds >= NO_DEADLINE ? null : seconds;
}

/**
 * True while a new template is being rolled out and the deadline has not passed.
 *
 * A finished rollout keeps `NewReplicaSetAvailable` for ever, whatever becomes of its pods. Without a deadline there
 * is no such condition.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#deployment-status
 */
export function isRollingOut(deployment: Deployment): boolean {
  const progressing = conditionOf(deployment, 'Progressing');
  if (progressing !== undefined)
    return progressing.status === 'True' && progressing.reason !== 'NewReplicaSetAvailable';
  const { replicas = 0, updatedReplicas = 0 } = deployment.status ?? {};
  return updatedReplicas < desiredReplicas(deployment) || updatedReplicas < replicas;
}

/** The ReplicaSet of the latest revision: where a rollout goes to. */
export function newestReplicaSet(sets: readonly ReplicaSet[]): ReplicaSet | undefined {
  return [...sets].sort((left, right) => revisionOf(right) - revisionOf(left))[0];
}

function revisionOf(set: ReplicaSet): number {
  return Number(set.metadata.annotations?.['deployment.kubernetes.io/revision'] ?? 0);
}

/** The number at the end of the name of a StatefulSet's pod; undefined for another name. */
export function ordinalOf(pod: Pod): number | undefined {
  const digits = /-(\d+)$/.exec(pod.metadata.name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** The names of the claims that a StatefulSet makes of one of its templates for the replicas that it wants. */
export function claimNamesOf(set: StatefulSet, template: string): readonly string[] {
  const start = set.spec?.ordinals?.start ?? 0;
  return Array.from(
    { length: desiredReplicas(set) },
    (_, index) => `${template}-${set.metadata.name}-${start + index}`,
  );
}

/** The name of the revision that a pod of a StatefulSet or DaemonSet was made from. */
export function revisionLabel(pod: Pod): string | undefined {
  return pod.metadata.labels?.['controller-revision-hash'];
}

/** True where a StatefulSet makes and updates its pods one after the other: the default. */
export function isOrdered(set: StatefulSet): boolean {
  return set.spec?.podManagementPolicy !== 'Parallel';
}

/** What of a workload that serves nothing exists: `None of 3 wanted pods is ready, and only 1 exists`. */
export function noneText(desired: number, existing: number, state: 'available' | 'ready'): string {
  if (existing === 0)
    return desired === 1 ? 'The one wanted pod does not exist' : `None of ${desired} wanted pods exists`;
  const rest = existing < desired ? `, and only ${existing} exist${existing === 1 ? 's' : ''}` : '';
  return `${desired === 1 ? 'The one wanted pod is not' : `None of ${desired} wanted pods is`} ${state}${rest}`;
}
