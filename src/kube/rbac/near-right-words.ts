import { listText } from '../../base/list-text.ts';
import { kubectl, type NextStep, target } from '../kubectl.ts';
import { type ObjectRef, refText, refTo } from '../object-ref.ts';
import type { NearMiss, NearRight } from './near-right.ts';

/** A near right as facts hold it: `at` and `role` by kind, namespace and name. */
export interface NearRightFacts {
  readonly miss: NearMiss;
  readonly at: NamedRight;
  readonly role: NamedRight;
  readonly instead: string[];
}

interface NamedRight {
  readonly kind: 'ClusterRole' | 'ClusterRoleBinding' | 'Role' | 'RoleBinding';
  readonly namespace: string | null;
  readonly name: string;
}

export function nearRightFacts({ miss, at, role, instead }: NearRight): NearRightFacts {
  return { miss, at: named(at), role: named(role), instead: [...instead] };
}

/** What stands in the way, as a clause with a subject of its own. */
export function nearRightText({ miss, at, instead }: NearRightFacts, { resource }: { resource: string }): string {
  const it = refText(refOf(at));
  switch (miss) {
    case 'other-account':
      return `${it} gives that to the ServiceAccount of this name in namespace ${listText(instead)}`;
    case 'as-user':
      return `${it} gives that to a ${listText(instead)} of this name, not to the ServiceAccount`;
    case 'other-namespace':
      return `${it} gives that in namespace ${listText(instead)} alone`;
    case 'other-verb':
      return `its ${it} allows ${instead.length === 0 ? 'nothing' : listText(instead)} of ${resource} alone`;
    case 'other-group':
      return `its ${it} has ${resource} of ${groupsText(instead)} alone`;
    case 'other-part':
      return `its ${it} has ${listText(instead)}, which is another resource than ${resource}`;
    case 'named-only':
      return `its ${it} allows that for ${listText(instead)} by name alone`;
    case 'unbound':
      return `${it} would allow that, and no binding gives it to the ServiceAccount`;
  }
}

/** How to get there from what is nearly right, best first. */
export function nearRightFixes(
  near: NearRightFacts,
  account: ObjectRef,
  namespace: string | null,
): readonly NextStep[] {
  const at = refOf(near.at);
  const subject = `--serviceaccount=${account.namespace ?? ''}:${account.name}`;
  const where = at.namespace === null ? [] : ['-n', at.namespace];
  switch (near.miss) {
    case 'other-account':
    case 'as-user': {
      const binding = [near.at.kind.toLowerCase(), at.name];
      return [
        {
          text: `Name the ServiceAccount among the subjects of ${refText(at)}`,
          command: kubectl('set', 'subject', ...binding, ...where, subject),
        },
      ];
    }
    case 'other-namespace':
      if (namespace === null || near.role.kind !== 'ClusterRole') return [];
      return [bindRole(`clusterrole=${near.role.name}`, namespace, at.name, subject, refText(refOf(near.role)))];
    case 'unbound':
      return [bindRole(`role=${at.name}`, at.namespace ?? '', at.name, subject, refText(at))];
    default:
      return [{ text: `Add what is missing to ${refText(at)}`, command: kubectl('edit', ...where, target(at)) }];
  }
}

function bindRole(role: string, namespace: string, name: string, subject: string, what: string): NextStep {
  return {
    text: `Bind the ServiceAccount to ${what} in namespace ${namespace}`,
    command: kubectl('create', 'rolebinding', name, '-n', namespace, `--${role}`, subject),
  };
}

function groupsText(groups: readonly string[]): string {
  const named = groups.map((group) => (group === '' ? 'the core API group' : `API group ${group}`));
  return named.length === 0 ? 'no API group' : listText(named);
}

function named({ kind, namespace, name }: ObjectRef): NamedRight {
  return { kind: kind as NamedRight['kind'], namespace, name };
}

function refOf({ kind, namespace, name }: NamedRight): ObjectRef {
  return refTo(kind, namespace, name);
}
