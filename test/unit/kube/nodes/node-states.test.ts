import { describe, expect, test } from 'vitest';
import { isBeingRemoved, isStarting, isStateTaint, stateOf, taintsOf } from '../../../../src/kube/nodes/node-states.ts';
import type { Node } from '../../../../src/kube/object.ts';

const NOW = Date.parse('2026-01-10T12:00:00Z');

function node(spec: Node['spec'], more: Partial<Node['metadata']> = {}, ready = 'False'): Node {
  const status = { conditions: [{ type: 'Ready', status: ready }] };
  return { apiVersion: 'v1', kind: 'Node', metadata: { name: 'worker-1', ...more }, spec, status };
}

test('tells states from choices', () => {
  const keys = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/new-one', 'ToBeDeletedByClusterAutoscaler'];
  expect(keys.every((key) => isStateTaint({ key }))).toBe(true);
  expect(['dedicated', 'node-role.kubernetes.io/control-plane'].some((key) => isStateTaint({ key }))).toBe(false);
  expect(isStateTaint({})).toBe(false);
});

test('says all states, each once', () => {
  const taints = [
    { key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule' },
    { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' },
    { key: 'node.kubernetes.io/new-one', effect: 'NoSchedule' },
    { key: 'dedicated', effect: 'NoSchedule' },
  ];
  expect(stateOf(node({ taints, unschedulable: true }))).toBe('cordoned, new-one and unreachable');
  expect(stateOf(node(undefined))).toBe('');
});

test('a cordon counts before its taint is there, and once', () => {
  expect(taintsOf(node({ unschedulable: true })).map(({ key }) => key)).toEqual(['node.kubernetes.io/unschedulable']);
  const taints = [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }];
  expect(taintsOf(node({ unschedulable: true, taints }))).toEqual(taints);
});

test('knows nodes that are taken away', () => {
  expect(isBeingRemoved(node({ taints: [{ key: 'karpenter.sh/disrupted' }] }))).toBe(true);
  expect(isBeingRemoved(node({}, { deletionTimestamp: '2026-01-10T11:59:00Z' }))).toBe(true);
  expect(isBeingRemoved(node({ unschedulable: true }))).toBe(false);
});

describe('isStarting', () => {
  const young = { creationTimestamp: '2026-01-10T11:56:00Z' };
  test('for five minutes, while the kubelet reports', () => {
    expect(isStarting(node({}, young), NOW)).toBe(true);
    expect(isStarting(node({}, young, 'Unknown'), NOW)).toBe(false);
    expect(isStarting(node({}, { creationTimestamp: '2026-01-10T11:55:00Z' }), NOW)).toBe(false);
    expect(isStarting(node({}), NOW)).toBe(false);
  });
});
