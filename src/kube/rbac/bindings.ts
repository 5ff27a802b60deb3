import type { ObjectOf } from '../object.ts';
import { type ObjectRef, refTo } from '../object-ref.ts';

export const BINDING_KINDS = ['ClusterRoleBinding', 'RoleBinding'] as const;

export type Binding = ObjectOf<(typeof BINDING_KINDS)[number]>;

/** The role that a binding gives; null for a reference that is none. */
export function roleOf({ roleRef, metadata }: Binding): (ObjectRef & { readonly kind: 'Role' | 'ClusterRole' }) | null {
  if (roleRef?.name === undefined) return null;
  if (roleRef.kind === 'ClusterRole') return { ...refTo('ClusterRole', null, roleRef.name), kind: 'ClusterRole' };
  if (roleRef.kind !== 'Role' || metadata.namespace === undefined) return null;
  return { ...refTo('Role', metadata.namespace, roleRef.name), kind: 'Role' };
}

/** A ServiceAccount that a binding names. */
export interface AccountSubject {
  readonly namespace: string;
  readonly name: string;
  /** `subjects[0]` */
  readonly path: string;
}

/** The ServiceAccounts among the subjects of a binding. */
export function accountsOf({ subjects = [], metadata }: Binding): readonly AccountSubject[] {
  return subjects.flatMap(({ kind, name, namespace }, index) => {
    const where = namespace ?? metadata.namespace;
    return kind === 'ServiceAccount' && name && where ? [{ name, namespace: where, path: `subjects[${index}]` }] : [];
  });
}

/** True for what Kubernetes and its installers bind by themselves, to accounts and roles that need not exist. */
export function isBootstrap({ metadata }: Pick<Binding, 'metadata'>): boolean {
  return (
    /^(system|kubeadm|eks|gce|aks|openshift)[:-]/.test(metadata.name) ||
    metadata.labels?.['kubernetes.io/bootstrapping'] !== undefined
  );
}
