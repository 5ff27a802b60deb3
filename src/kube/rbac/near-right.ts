import type { ObjectOf } from '../object.ts';
import { type ObjectRef, refOf } from '../object-ref.ts';
import { BINDING_KINDS, type Binding, isBootstrap, roleOf } from './bindings.ts';
import type { RbacRefusal } from './refusal.ts';
import { gives, isFor, type RightView, type Rule } from './rights.ts';

/**
 * How a binding or a role misses an account by a single word.
 *
 * - `other-account`: the binding names the ServiceAccount of that name in another namespace.
 * - `as-user`: the binding names it as a user or a group.
 * - `other-namespace`: the binding gives it, in another namespace.
 * - `other-verb`, `other-group`, `other-part`, `named-only`: a role of the account has all but this.
 * - `unbound`: a role in the namespace gives it, and no binding gives the role.
 */
export const NEAR_MISSES = [
  'other-account',
  'as-user',
  'other-namespace',
  'other-verb',
  'other-group',
  'other-part',
  'named-only',
  'unbound',
] as const;
export type NearMiss = (typeof NEAR_MISSES)[number];

export interface NearRight {
  readonly miss: NearMiss;
  /** What is to be corrected: a binding, or a role. */
  readonly at: ObjectRef;
  readonly role: ObjectRef;
  /** What stands there instead: a namespace, a kind of subject, verbs, groups, resources, names. */
  readonly instead: readonly string[];
}

/** The part of a view that is needed here. */
export interface RoleView extends Pick<RightView, 'get'> {
  all<K extends 'Role' | (typeof BINDING_KINDS)[number]>(kind: K): readonly ObjectOf<K>[];
}

type Account = NonNullable<RbacRefusal['serviceAccount']>;

/** What would give a ServiceAccount the right that it was refused, were it not for one word; undefined where nothing is that near. */
export function nearRight(refusal: RbacRefusal, view: RoleView): NearRight | undefined {
  const { serviceAccount: account } = refusal;
  if (account === null || refusal.resource === '') return undefined;
  const granted = BINDING_KINDS.flatMap((kind) => view.all(kind))
    .filter((binding) => !isBootstrap(binding))
    .flatMap((binding) => {
      const role = roleOf(binding);
      const rules = role === null ? undefined : view.get(role.kind, role.namespace, role.name).object?.rules;
      return role === null || rules === undefined ? [] : [{ binding, role, rules }];
    });
  const fits = ({ binding }: { binding: Binding }) =>
    binding.kind === 'ClusterRoleBinding' || binding.metadata.namespace === refusal.namespace;
  const giving = granted.filter(({ rules }) => isMeantFor(rules, refusal));
  for (const { binding, role } of giving.filter(fits)) {
    const wrong = wrongSubject(binding, account);
    if (wrong !== undefined) return { ...wrong, at: refOf(binding), role };
  }
  for (const { binding, role } of giving) {
    if (fits({ binding }) || !isFor(binding, refusal)) continue;
    return { miss: 'other-namespace', at: refOf(binding), role, instead: [binding.metadata.namespace ?? ''] };
  }
  for (const { role, rules } of granted.filter((one) => fits(one) && isFor(one.binding, refusal))) {
    for (const rule of rules) {
      const wrong = wrongWord(rule, refusal);
      if (wrong !== undefined) return { ...wrong, at: role, role };
    }
  }
  return unboundRole(refusal, view);
}

function unboundRole(refusal: RbacRefusal, view: RoleView): NearRight | undefined {
  const { namespace } = refusal;
  if (namespace === null) return undefined;
  const role = view.all('Role').find(({ metadata, rules }) => {
    return metadata.namespace === namespace && isMeantFor(rules ?? [], refusal);
  });
  if (role === undefined) return undefined;
  const ref = refOf(role);
  return { miss: 'unbound', at: ref, role: ref, instead: [] };
}

/** Who gives everything did not mean this, and nobody is to be told to hand it on. */
function isMeantFor(rules: readonly Rule[], refusal: RbacRefusal): boolean {
  return rules.some((rule) => gives(rule, refusal) && rule.resources?.includes('*') !== true);
}

function wrongSubject(binding: Binding, account: Account): Pick<NearRight, 'miss' | 'instead'> | undefined {
  for (const { kind, name, namespace = binding.metadata.namespace ?? '' } of binding.subjects ?? []) {
    if (kind === 'ServiceAccount' && name === account.name && namespace !== account.namespace) {
      return { miss: 'other-account', instead: [namespace] };
    }
    const isMeant = name === account.name || name === `${account.namespace}:${account.name}`;
    if ((kind === 'User' || kind === 'Group') && isMeant) return { miss: 'as-user', instead: [kind.toLowerCase()] };
  }
  return undefined;
}

/** The one word in a rule that keeps it from giving the right. */
function wrongWord(rule: Rule, refusal: RbacRefusal): Pick<NearRight, 'miss' | 'instead'> | undefined {
  const { verbs = [], apiGroups = [], resources = [], resourceNames = [] } = rule;
  if (resourceNames.length > 0 && gives({ ...rule, resourceNames: [] }, refusal)) {
    return { miss: 'named-only', instead: resourceNames };
  }
  if (gives({ ...rule, verbs: [refusal.verb] }, refusal)) return { miss: 'other-verb', instead: verbs };
  // With a star among the resources it says nothing about this one.
  const names = resources.includes(refusal.resource);
  if (names && gives({ ...rule, apiGroups: [refusal.group] }, refusal)) {
    return { miss: 'other-group', instead: apiGroups };
  }
  const [whole = '', part] = refusal.resource.split('/');
  const related = resources.filter((one) => (part === undefined ? one.startsWith(`${whole}/`) : one === whole));
  if (related.length > 0 && gives({ ...rule, resources: [refusal.resource] }, refusal)) {
    return { miss: 'other-part', instead: related };
  }
  return undefined;
}
