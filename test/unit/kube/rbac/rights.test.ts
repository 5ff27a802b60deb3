import { describe, expect, test } from 'vitest';
import type { Kind } from '../../../../src/kube/object.ts';
import { type RbacRefusal, rbacRefusalIn } from '../../../../src/kube/rbac/refusal.ts';
import { rightNow } from '../../../../src/kube/rbac/rights.ts';
import { viewOf } from '../../../../src/snapshot/snapshot-view.ts';
import { snapshotOf } from '../../../support/fixture.ts';

const RBAC = 'rbac.authorization.k8s.io/v1';
type Rule = { apiGroups?: string[]; resources?: string[]; verbs: string[]; resourceNames?: string[] };
const ACCOUNT = { kind: 'ServiceAccount', name: 'web', namespace: 'shop' };

function asked(what: string, where = 'in the namespace "shop"'): RbacRefusal {
  const [verb, resource, group = ''] = what.split(' ');
  const text = `User "system:serviceaccount:shop:web" cannot ${verb} resource "${resource}" in API group "${group}" ${where}`;
  const refusal = rbacRefusalIn(text);
  if (refusal === undefined) throw new Error(text);
  return refusal;
}

function bound(rule: Rule, parts: { kind?: string; role?: string; namespace?: string; subject?: object } = {}) {
  const { kind = 'RoleBinding', role = 'Role', namespace = 'shop', subject = ACCOUNT } = parts;
  const place = (of: string) => (of.startsWith('Cluster') ? {} : { namespace });
  return [
    {
      apiVersion: RBAC,
      kind,
      metadata: { name: 'b', ...place(kind) },
      roleRef: { kind: role, name: 'r' },
      subjects: [subject],
    },
    { apiVersion: RBAC, kind: role, metadata: { name: 'r', ...place(role) }, rules: [rule] },
  ];
}

function now(refusal: RbacRefusal, objects: readonly object[] = [], forbidden: readonly Kind[] = []) {
  return rightNow(refusal, viewOf(snapshotOf({ takenAt: '2026-01-10T12:00:00Z', objects, forbidden })));
}

const LIST = { apiGroups: [''], resources: ['pods'], verbs: ['list'] };

describe('a right is given', () => {
  test.each([
    ['by a role of the namespace', bound(LIST)],
    ['by a cluster role, in the namespace', bound(LIST, { role: 'ClusterRole' })],
    ['in the whole cluster', bound(LIST, { kind: 'ClusterRoleBinding', role: 'ClusterRole' })],
    ['by wildcards', bound({ apiGroups: ['*'], resources: ['*'], verbs: ['*'] })],
    ['to all accounts', bound(LIST, { subject: { kind: 'Group', name: 'system:serviceaccounts' } })],
    ['to those of its namespace', bound(LIST, { subject: { kind: 'Group', name: 'system:serviceaccounts:shop' } })],
    ['to it as a user', bound(LIST, { subject: { kind: 'User', name: 'system:serviceaccount:shop:web' } })],
    ['where the subject leaves out the namespace', bound(LIST, { subject: { kind: 'ServiceAccount', name: 'web' } })],
  ])('%s', (_how, objects) => {
    expect(now(asked('list pods'), objects)).toBe('given');
  });

  test('to a part of a resource by its own name, or by that of every such part', () => {
    const exec = asked('create pods/exec');
    expect(now(exec, bound({ ...LIST, resources: ['pods/exec'], verbs: ['create'] }))).toBe('given');
    expect(now(exec, bound({ ...LIST, resources: ['*/exec'], verbs: ['create'] }))).toBe('given');
    expect(now(exec, bound({ ...LIST, resources: ['pods'], verbs: ['create'] }))).toBe('missing');
  });
});

describe('it is missing', () => {
  test.each([
    ['without any binding', []],
    ['with another verb', bound({ ...LIST, verbs: ['get'] })],
    ['with another group', bound({ ...LIST, apiGroups: ['apps'] })],
    ['with another resource', bound({ ...LIST, resources: ['nodes'] })],
    ['for one name alone', bound({ ...LIST, resourceNames: ['web-0'] })],
    ['in another namespace', bound(LIST, { namespace: 'other' })],
    ['for another account', bound(LIST, { subject: { ...ACCOUNT, name: 'db' } })],
    [
      'for accounts of another namespace',
      bound(LIST, { subject: { kind: 'Group', name: 'system:serviceaccounts:other' } }),
    ],
    ['where the role is gone', bound(LIST).slice(0, 1)],
  ])('%s', (_how, objects) => {
    expect(now(asked('list pods'), objects)).toBe('missing');
  });

  test('at the cluster scope, where a namespace has it', () => {
    expect(now(asked('list pods', 'at the cluster scope'), bound(LIST))).toBe('missing');
  });
});

test.each<[Kind]>([['RoleBinding'], ['ClusterRoleBinding']])('nobody knows without the list of %ss', (kind) => {
  expect(now(asked('list pods'), [], [kind])).toBe('unverified');
});

test('nobody knows without the roles that are bound', () => {
  expect(now(asked('list pods'), bound(LIST).slice(0, 1), ['Role'])).toBe('unverified');
});

test('the bindings of namespaces do not matter at the cluster scope', () => {
  expect(now(asked('list nodes', 'at the cluster scope'), [], ['RoleBinding'])).toBe('missing');
});
