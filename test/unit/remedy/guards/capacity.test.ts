import { expect, test } from 'vitest';
import { amountsOf } from '../../../../src/kube/amounts.ts';
import type { Node } from '../../../../src/kube/object.ts';
import type { FleetNode } from '../../../../src/kube/scheduling/fleet.ts';
import type { Need } from '../../../../src/kube/scheduling/node-fit.ts';
import { capacity } from '../../../../src/remedy/guards/capacity.ts';
import { judge, reasonOf } from './known-facts.ts';

function node(name: string, free: Record<string, string>, spec: Node['spec'] = {}): FleetNode {
  const object: Node = { apiVersion: 'v1', kind: 'Node', metadata: { name }, spec };
  return { node: object, name, allocatable: amountsOf(free), requested: new Map() };
}

function need(requests: Record<string, string>, more: Partial<Need> = {}): Need {
  return { alternatives: [[]], tolerations: [], requests: new Map([...amountsOf(requests), ['pods', 1]]), ...more };
}

const verdict = (wanted: Need | null, ...nodes: readonly FleetNode[]) =>
  judge(capacity, 'capacity', { need: wanted, nodes });

test('one node with room is enough', () => {
  expect(verdict(need({ cpu: '2' }), node('small', { cpu: '1' }), node('big', { cpu: '2' }))).toEqual({
    allows: true,
    note: 'a new pod (2 cpu) has room on big',
  });
});

test('where no new pod comes, no room is needed', () => {
  expect(verdict(null).allows).toBe(true);
});

test('says what is missing, and what there is most of', () => {
  expect(reasonOf(verdict(need({ cpu: '2', memory: '1Gi' }), node('a', { cpu: '1', memory: '8Gi' })))).toBe(
    'No node has room for a new pod of 2 cpu: a has at most 1 cpu',
  );
  const full = { ...node('a', { cpu: '4' }), requested: amountsOf({ cpu: '3' }) };
  expect(reasonOf(verdict(need({ cpu: '2' }), full))).toBe(
    'No node has room for a new pod of 2 cpu: a has at most 1 cpu left',
  );
});

test('a taint, a selector, a cordon and no node at all', () => {
  const tainted = node('a', { cpu: '9' }, { taints: [{ key: 'gpu', effect: 'NoSchedule' }] });
  expect(reasonOf(verdict(need({ cpu: '1' }), tainted))).toContain('gpu:NoSchedule');
  expect(verdict(need({ cpu: '1' }, { tolerations: [{ operator: 'Exists' }] }), tainted).allows).toBe(true);
  const alternatives = [[{ of: 'label' as const, expression: { key: 'disk', operator: 'In', values: ['ssd'] } }]];
  expect(verdict(need({}, { alternatives }), node('a', { cpu: '9' })).allows).toBe(false);
  expect(verdict(need({ cpu: '1' }), node('a', { cpu: '9' }, { unschedulable: true })).allows).toBe(false);
  expect(verdict(need({})).allows).toBe(false);
});

test('a node that does not say what it has is no room', () => {
  expect(verdict(need({ cpu: '1' }), { ...node('a', {}), allocatable: null }).allows).toBe(false);
});

test('a policy may not look at capacity', () => {
  expect(judge(capacity, 'capacity', { need: need({ cpu: '1' }), nodes: [], respect: false }).allows).toBe(true);
});
