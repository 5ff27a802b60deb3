import type { ObjectOf, PodSpec } from '../../kube/object.ts';

type Quota = ObjectOf<'ResourceQuota'>;
type Expression = NonNullable<NonNullable<NonNullable<Quota['spec']>['scopeSelector']>['matchExpressions']>[number];

/**
 * Whether a quota counts such pods; true where nobody can tell, so that it refuses rather than lets pass.
 * @see https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-scopes
 */
export function coversPods({ spec }: Quota, pod: PodSpec | null | undefined): boolean {
  const plain = (spec?.scopes ?? []).map((scopeName): Expression => ({ scopeName, operator: 'Exists' }));
  const all = [...plain, ...(spec?.scopeSelector?.matchExpressions ?? [])];
  return pod === null || pod === undefined || all.every((expression) => matches(expression, pod));
}

function matches({ scopeName, operator, values = [] }: Expression, pod: PodSpec): boolean {
  switch (scopeName) {
    case 'Terminating':
      return pod.activeDeadlineSeconds !== undefined;
    case 'NotTerminating':
      return pod.activeDeadlineSeconds === undefined;
    case 'BestEffort':
      return isBestEffort(pod);
    case 'NotBestEffort':
      return !isBestEffort(pod);
    case 'PriorityClass':
      return hasClass(pod.priorityClassName, operator, values);
    default:
      return true;
  }
}

/** The class of a pod without one is the cluster's default, which the pod does not tell. */
function hasClass(name: string | undefined, operator: string | undefined, values: readonly string[]): boolean {
  if (!name) return operator !== 'Exists';
  switch (operator) {
    case 'In':
      return values.includes(name);
    case 'NotIn':
      return !values.includes(name);
    case 'DoesNotExist':
      return false;
    default:
      return true;
  }
}

function isBestEffort({ containers = [], initContainers = [], resources }: PodSpec): boolean {
  return [{ resources }, ...containers, ...initContainers].every(({ resources: own }) =>
    ['cpu', 'memory'].every((name) => !own?.requests?.[name] && !own?.limits?.[name]),
  );
}
