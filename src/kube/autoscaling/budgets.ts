import type { KubeObject, ObjectOf, Pod } from '../object.ts';
import { type ObjectRef, refKey } from '../object-ref.ts';
import { desiredReplicas, isSettled } from '../workloads/workloads.ts';

export type Budget = ObjectOf<'PodDisruptionBudget'>;

/** The kinds whose scale the disruption controller knows, but for those of other groups. */
export const SCALED_KINDS = ['Deployment', 'ReplicaSet', 'StatefulSet'] as const;
type ScaledKind = (typeof SCALED_KINDS)[number];

interface Surroundings {
  topOwner(object: KubeObject): ObjectRef;
  get<K extends ScaledKind>(
    kind: K,
    namespace: string | null,
    name: string,
  ): { readonly state: string; readonly object?: ObjectOf<K> };
}

/** The numbers of a budget that its controller has worked out, where it has and where they cover any pod. */
export interface Standing {
  readonly allowed: number;
  readonly healthy: number;
  readonly required: number;
  readonly expected: number;
}

/** How a budget stands; undefined while nobody can tell, or where it covers no pod. */
export function standingOf(budget: Budget): Standing | undefined {
  const {
    disruptionsAllowed = 0,
    currentHealthy = 0,
    desiredHealthy = 0,
    expectedPods = 0,
    conditions = [],
  } = budget.status ?? {};
  const failed = conditions.some((condition) => condition.reason === 'SyncFailed');
  if (expectedPods === 0 || failed || !isSettled(budget)) return undefined;
  return { allowed: disruptionsAllowed, healthy: currentHealthy, required: desiredHealthy, expected: expectedPods };
}

/** The workloads that own these pods, as far as they are known. */
export function workloadsOf(pods: readonly Pod[], view: Surroundings): readonly ObjectOf<ScaledKind>[] {
  const owners = new Map(pods.map((pod) => view.topOwner(pod)).map((ref) => [refKey(ref), ref]));
  return [...owners.values()].flatMap(({ kind, namespace, name }) => {
    const known = SCALED_KINDS.find((candidate) => candidate === kind);
    const found = known === undefined ? undefined : view.get(known, namespace, name).object;
    return found === undefined ? [] : [found];
  });
}

/** How many pods these workloads want together. */
export function wantedBy(workloads: readonly ObjectOf<ScaledKind>[]): number {
  return workloads.reduce((sum, workload) => sum + desiredReplicas(workload), 0);
}

/** What a budget demands, in its own words: `minAvailable 1`. */
export function ruleText(budget: Budget): string {
  const { minAvailable, maxUnavailable } = budget.spec ?? {};
  return maxUnavailable === undefined ? `minAvailable ${minAvailable ?? 1}` : `maxUnavailable ${maxUnavailable}`;
}
