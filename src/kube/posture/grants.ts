import { listText } from '../../base/list-text.ts';
import type { Binding } from '../rbac/bindings.ts';
import { isBootstrap, roleOf } from '../rbac/bindings.ts';
import { type AnyRole, allowsAll } from './rights.ts';

/** What is given to too many. */
export interface BroadGrant {
  /** Whom: `everybody, logged in or not`. */
  readonly holders: string;
  readonly role: string;
  readonly isEverything: boolean;
  readonly isAnonymous: boolean;
  /** The first subject of the binding that it is about. */
  readonly path: string;
}

interface Roles {
  get(
    kind: 'ClusterRole' | 'Role',
    namespace: string | null,
    name: string,
  ): { readonly state: string; readonly object?: AnyRole };
}

type Subject = NonNullable<Binding['subjects']>[number];

const ANONYMOUS = new Set(['system:anonymous', 'system:unauthenticated']);
/** Groups that nobody has to be put in. */
const EVERYBODY = /^system:(authenticated|serviceaccounts(:.+)?)$/;

/**
 * What a binding gives to more than it should: anything to those who did not log in, anything to the default account of
 * a namespace, everything to a program or to everybody. What Kubernetes binds itself is left out.
 */
export function broadGrant(binding: Binding, view: Roles): BroadGrant | undefined {
  const role = roleOf(binding);
  if (role === null || isBootstrap(binding) || binding.metadata.deletionTimestamp !== undefined) return undefined;
  const isEverything = role.name === 'cluster-admin' || isAll(view.get(role.kind, role.namespace, role.name).object);
  const subjects = (binding.subjects ?? []).map((subject, index) => ({ subject, index }));
  const broad = subjects.filter(({ subject }) => isBroad(subject, isEverything));
  const [first] = broad;
  if (first === undefined) return undefined;
  return {
    holders: listText(broad.map(({ subject }) => holderText(subject, binding))),
    role: `${role.kind} ${role.name}`,
    isEverything,
    isAnonymous: broad.some(({ subject }) => ANONYMOUS.has(subject.name ?? '')),
    path: `subjects[${first.index}]`,
  };
}

function isAll(role: AnyRole | undefined): boolean {
  return role?.rules?.some(allowsAll) ?? false;
}

function isBroad({ kind, name = '' }: Subject, isEverything: boolean): boolean {
  if (kind === 'ServiceAccount') return isEverything || name === 'default';
  if (ANONYMOUS.has(name)) return true;
  return kind === 'Group' && isEverything && EVERYBODY.test(name);
}

function holderText({ kind, name = '', namespace }: Subject, binding: Binding): string {
  if (ANONYMOUS.has(name)) return `everybody, logged in or not (${name})`;
  return kind === 'ServiceAccount'
    ? `ServiceAccount ${namespace ?? binding.metadata.namespace ?? ''}/${name}`
    : `everybody in ${name}`;
}
