import type { ObjectOf } from '../object.ts';
import { BINDING_KINDS, type Binding, roleOf } from './bindings.ts';
import type { RbacRefusal } from './refusal.ts';

/** The kinds that say what an account may do. */
export const RIGHT_KINDS = ['ClusterRole', 'Role', ...BINDING_KINDS] as const;

/** One rule of a role. */
export type Rule = NonNullable<ObjectOf<'ClusterRole' | 'Role'>['rules']>[number];

/** The part of a view that is needed here. */
export interface RightView {
  all<K extends (typeof BINDING_KINDS)[number]>(kind: K): readonly ObjectOf<K>[];
  covers(kind: (typeof BINDING_KINDS)[number], namespace: string | null): boolean;
  get<K extends 'ClusterRole' | 'Role'>(
    kind: K,
    namespace: string | null,
    name: string,
  ): { readonly state: string; readonly object?: ObjectOf<K> };
}

/**
 * Whether an account has the right that it was refused, by the roles and bindings as they are now.
 *
 * A rule for named objects alone does not count: it is not known which object was asked for.
 */
export function rightNow(refusal: RbacRefusal, view: RightView): 'given' | 'missing' | 'unverified' {
  const { namespace } = refusal;
  const bindings = BINDING_KINDS.flatMap((kind) => view.all(kind)).filter(
    (binding) =>
      (binding.kind === 'ClusterRoleBinding' || binding.metadata.namespace === namespace) && isFor(binding, refusal),
  );
  const roles = bindings.flatMap((binding) => {
    const role = roleOf(binding);
    return role === null ? [] : [view.get(role.kind, role.namespace, role.name)];
  });
  if (roles.some(({ object }) => object?.rules?.some((rule) => gives(rule, refusal)))) return 'given';
  const isRead =
    view.covers('ClusterRoleBinding', null) && (namespace === null || view.covers('RoleBinding', namespace));
  return isRead && roles.every(({ state }) => state !== 'unverified') ? 'missing' : 'unverified';
}

/** True for a binding that names the account, as such, as a user or by one of the groups that every account is in. */
export function isFor(binding: Binding, { user, serviceAccount }: RbacRefusal): boolean {
  const groups = [
    'system:authenticated',
    'system:serviceaccounts',
    `system:serviceaccounts:${serviceAccount?.namespace}`,
  ];
  return (binding.subjects ?? []).some(({ kind, name, namespace = binding.metadata.namespace }) => {
    if (kind === 'Group') return groups.includes(name ?? '');
    return kind === 'User' ? name === user : `system:serviceaccount:${namespace}:${name}` === user;
  });
}

/**
 * True for a rule that gives the right, to whoever has the role.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/apis/rbac/v1/evaluation_helpers.go
 */
export function gives(rule: Rule, { verb, resource, group }: RbacRefusal): boolean {
  const has = (list: readonly string[] | undefined, ...wanted: readonly string[]) =>
    list?.some((entry) => entry === '*' || wanted.includes(entry)) === true;
  const [, part] = resource.split('/');
  return (
    (rule.resourceNames ?? []).length === 0 &&
    has(rule.verbs, verb) &&
    has(rule.apiGroups, group) &&
    has(rule.resources, resource, ...(part === undefined ? [] : [`*/${part}`]))
  );
}
