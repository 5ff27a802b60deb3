import type { PodSpec } from '../../../src/kube/object.ts';
import { quantityValue } from '../../../src/kube/quantities.ts';
import type { Cluster } from './cluster.ts';

/** Lets pods in or refuses them in the words of the API server; counts those that it let in. */
export interface Admission {
  refusal(namespace: string, name: string, spec: PodSpec): string | undefined;
}

/** @param running how many pods run already, by namespace */
export function createAdmission(cluster: Cluster, running: ReadonlyMap<string, number>): Admission {
  const admitted = new Map(running);
  return {
    refusal(namespace, name, spec) {
      const used = admitted.get(namespace) ?? 0;
      const unnamed = `pods "${name.replace(/[^-]*$/, '')}" is forbidden: `;
      const named = `pods "${name}" is forbidden: `;
      const early =
        accountTrouble(cluster, namespace, spec) ?? priorityTrouble(cluster, spec) ?? runtimeTrouble(cluster, spec);
      if (early !== undefined) return `${unnamed}${early}`;
      const late =
        limitTrouble(cluster, namespace, spec) ??
        securityTrouble(cluster, namespace, spec) ??
        quotaTrouble(cluster, namespace, spec, used);
      if (late !== undefined) return `${named}${late}`;
      admitted.set(namespace, used + 1);
      return undefined;
    },
  };
}

function accountTrouble(cluster: Cluster, namespace: string, spec: PodSpec): string | undefined {
  const account = spec.serviceAccountName ?? 'default';
  return cluster.get('ServiceAccount', namespace, account) === undefined
    ? `error looking up service account ${namespace}/${account}: serviceaccount "${account}" not found`
    : undefined;
}

function priorityTrouble(cluster: Cluster, { priorityClassName }: PodSpec): string | undefined {
  return priorityClassName !== undefined && cluster.get('PriorityClass', null, priorityClassName) === undefined
    ? `no PriorityClass with name ${priorityClassName} was found`
    : undefined;
}

function runtimeTrouble(cluster: Cluster, { runtimeClassName }: PodSpec): string | undefined {
  return runtimeClassName !== undefined && cluster.get('RuntimeClass', null, runtimeClassName) === undefined
    ? `pod rejected: RuntimeClass "${runtimeClassName}" not found`
    : undefined;
}

function limitTrouble(cluster: Cluster, namespace: string, spec: PodSpec): string | undefined {
  const limits = cluster
    .all('LimitRange')
    .filter(({ metadata }) => metadata.namespace === namespace)
    .flatMap((range) => range.spec?.limits ?? []);
  for (const { max, min } of limits) {
    for (const { resources } of spec.containers ?? []) {
      const limit = resources?.limits?.['memory'];
      const request = resources?.requests?.['memory'];
      if (max?.['memory'] !== undefined && bytes(limit) > bytes(max['memory']))
        return `maximum memory usage per Container is ${max['memory']}, but limit is ${limit}`;
      if (min?.['memory'] !== undefined && bytes(request) < bytes(min['memory']))
        return `minimum memory usage per Container is ${min['memory']}, but request is ${request}`;
    }
  }
  return undefined;
}

function securityTrouble(cluster: Cluster, namespace: string, spec: PodSpec): string | undefined {
  const labels = cluster.get('Namespace', null, namespace)?.metadata.labels;
  const level = labels?.['pod-security.kubernetes.io/enforce'];
  const prefix = `violates PodSecurity "${level}:latest": `;
  const container = spec.containers?.[0]?.name;
  if (level === 'restricted')
    return `${prefix}allowPrivilegeEscalation != false (container "${container}" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "${container}" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "${container}" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "${container}" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")`;
  if (level === 'baseline' && spec.hostNetwork === true) return `${prefix}host namespaces (hostNetwork=true)`;
  const privileged = spec.containers?.find(({ securityContext }) => securityContext?.privileged === true);
  return level === 'baseline' && privileged !== undefined
    ? `${prefix}privileged (container "${privileged.name}" must not set securityContext.privileged=true)`
    : undefined;
}

function quotaTrouble(cluster: Cluster, namespace: string, spec: PodSpec, used: number): string | undefined {
  for (const { metadata, spec: quota } of cluster.all('ResourceQuota')) {
    if (metadata.namespace !== namespace) continue;
    const without = (spec.containers ?? []).filter(
      ({ resources }) => resources?.requests?.['memory'] === undefined && resources?.limits?.['memory'] === undefined,
    );
    if (quota?.hard?.['requests.memory'] !== undefined && without.length > 0)
      return `failed quota: ${metadata.name}: must specify requests.memory for: ${without.map(({ name }) => name).join(',')}`;
    const hard = quota?.hard?.['pods'];
    if (hard !== undefined && used >= Number(hard))
      return `exceeded quota: ${metadata.name}, requested: pods=1, used: pods=${used}, limited: pods=${hard}`;
  }
  return undefined;
}

function bytes(quantity: string | undefined): number {
  return quantityValue(quantity) ?? 0;
}
