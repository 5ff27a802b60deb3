import { describe, expect, test } from 'vitest';
import type { Node, Pod } from '../../../../src/kube/object.ts';
import { nodeAlternativesOf } from '../../../../src/kube/scheduling/node-affinity.ts';
import { isExcused, isForSomeNodes, nodeNameOf } from '../../../../src/kube/workloads/daemons.ts';

const NOW = Date.parse('2026-01-10T12:00:00Z');

function pod(spec: Pod['spec']): Pod {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'agent-1' }, spec };
}

const waiting = pod({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['worker-7'] }] }],
      },
    },
  },
});

test('the node of a pod that is not placed yet is the one it was made for', () => {
  expect(nodeNameOf(pod({ nodeName: 'worker-1' }))).toBe('worker-1');
  expect(nodeNameOf(waiting)).toBe('worker-7');
  expect(nodeNameOf(pod({}))).toBeUndefined();
});

describe('isExcused', () => {
  const excused = (node: Partial<Node> | undefined, of: Pod = pod({ nodeName: 'worker-7' })) =>
    isExcused(of, {
      age: (at) => (at ? NOW - Date.parse(at) : 0),
      get: (_kind, _namespace, name) =>
        node === undefined || name !== 'worker-7'
          ? { state: 'missing' }
          : { state: 'found', object: { apiVersion: 'v1', kind: 'Node', metadata: { name }, ...node } },
    });

  test('on a node that has just come', () => {
    const made = (creationTimestamp: string) => ({ metadata: { name: 'worker-7', creationTimestamp } });
    expect(excused(made('2026-01-10T11:56:00Z'))).toBe(true);
    expect(excused(made('2026-01-10T11:56:00Z'), waiting)).toBe(true);
    expect(excused(made('2026-01-10T11:54:00Z'))).toBe(false);
  });

  test('on a node that goes', () => {
    expect(excused({ spec: { taints: [{ key: 'karpenter.sh/disrupted', effect: 'NoSchedule' }] } })).toBe(true);
  });

  test('on one that is cordoned and down, but not on one that is only one of these', () => {
    const status = { conditions: [{ type: 'Ready', status: 'False' }] };
    expect(excused({ spec: { unschedulable: true }, status })).toBe(true);
    expect(excused({ spec: { unschedulable: true } })).toBe(false);
    expect(excused({ status })).toBe(false);
  });

  test('not where nothing is known of the node', () => {
    expect(excused(undefined)).toBe(false);
  });
});

test('selectors for hardware, systems and pools are for nodes that a cluster may not have', () => {
  const forSome = (nodeSelector: Record<string, string>) => isForSomeNodes(nodeAlternativesOf(pod({ nodeSelector })));
  expect(forSome({ 'kubernetes.io/os': 'windows' })).toBe(true);
  expect(forSome({ hardware: 'gpu' })).toBe(true);
  expect(forSome({ 'eks.amazonaws.com/nodegroup': 'batch' })).toBe(true);
  expect(forSome({ 'non-existing': 'true' })).toBe(true);
  expect(forSome({ role: 'storage' })).toBe(false);
  expect(forSome({ 'example.com/cosmos': 'true' })).toBe(false);
});
