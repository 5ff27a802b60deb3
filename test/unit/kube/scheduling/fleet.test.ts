import { expect, test } from 'vitest';
import { amountsOf } from '../../../../src/kube/amounts.ts';
import type { Node, Pod } from '../../../../src/kube/object.ts';
import { allocatableOf, fleetOf, freeOf, tooBigFor, tooFullFor } from '../../../../src/kube/scheduling/fleet.ts';
import { shortOfRoom, shortOfSize } from '../../../../src/kube/scheduling/shortage.ts';

function node(name: string, allocatable?: Record<string, string>): Node {
  return { apiVersion: 'v1', kind: 'Node', metadata: { name }, ...(allocatable && { status: { allocatable } }) };
}

function pod(name: string, nodeName: string, cpu: string, phase = 'Running', deleted = false): Pod {
  const metadata = { name, ...(deleted && { deletionTimestamp: '2026-01-10T12:00:00Z' }) };
  const containers = [{ name: 'app', resources: { requests: { cpu } } }];
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: { nodeName, containers }, status: { phase } };
}

function fleet(
  nodes: readonly Node[],
  pods: readonly Pod[] = [],
  covered: (namespace: string | null) => boolean = () => true,
) {
  function all(kind: 'Node'): readonly Node[];
  function all(kind: 'Pod'): readonly Pod[];
  function all(kind: 'Node' | 'Pod'): readonly Node[] | readonly Pod[] {
    return kind === 'Node' ? nodes : pods;
  }
  return fleetOf({ all, covers: (_kind, namespace) => covered(namespace) });
}

test('adds up the requests on each node, without those of ended pods', () => {
  const pods = [
    pod('a', 'n1', '1'),
    pod('b', 'n1', '500m'),
    pod('c', 'n1', '7', 'Succeeded'),
    pod('d', 'n1', '1', 'Running', true),
  ];
  const [first, second] = fleet([node('n2', { cpu: '4', pods: '10' }), node('n1', { cpu: '4', pods: '3' })], pods);
  expect([first?.name, second?.name]).toEqual(['n1', 'n2']);
  expect(first && [freeOf(first, 'cpu'), freeOf(first, 'pods')]).toEqual([1500, 0]);
  expect(second && freeOf(second, 'cpu')).toBe(4000);
});

test('replicas that share their spec count like others', () => {
  const first = pod('a', 'n1', '1');
  const second: Pod = { ...first, metadata: { name: 'b' } };
  const larger: Pod = { ...first, metadata: { name: 'c' }, spec: { ...first.spec, overhead: { cpu: '1' } } };
  const [only] = fleet([node('n1', { cpu: '8' })], [first, second, larger, second]);
  expect(only && freeOf(only, 'cpu')).toBe(8000 - 1000 - 1000 - 2000 - 1000);
});

test('does not count where pods of some namespaces are not known', () => {
  const nodes = [node('n1', { cpu: '4' })];
  expect(fleet(nodes, [pod('a', 'n1', '1')], (namespace) => namespace !== '')[0]?.requested).toBeNull();
  expect(fleet(nodes, [pod('a', 'n1', '1')], (namespace) => namespace !== null)[0]?.requested).toBeNull();
});

test('a node that has not told what it has may have anything; what it does not list it has not', () => {
  const [silent, small] = fleet([node('a'), node('b', { cpu: '1' })]);
  if (silent === undefined || small === undefined) throw new Error('two nodes expected');
  const wants = amountsOf({ cpu: '2', 'nvidia.com/gpu': '1', memory: '0', pods: '1' });
  expect(tooBigFor(silent, wants)).toEqual([]);
  expect(tooBigFor(small, wants)).toEqual(['cpu', 'nvidia.com/gpu']);
  expect(allocatableOf(small, 'pods')).toBe(Number.POSITIVE_INFINITY);
  expect(tooFullFor(small, amountsOf({ cpu: '1' }))).toEqual([]);
});

test('names the node that has most of what is short everywhere', () => {
  const nodes = fleet(
    [node('a', { cpu: '2', memory: '8Gi' }), node('b', { cpu: '4', memory: '2Gi' })],
    [pod('x', 'b', '1')],
  );
  expect(shortOfRoom(nodes, amountsOf({ cpu: '6', memory: '4Gi' }))).toEqual({
    short: [{ resource: 'cpu', wanted: '6', most: '3', of: '4', node: 'b' }],
    together: false,
  });
  expect(shortOfSize(nodes, amountsOf({ cpu: '3', memory: '4Gi' }))).toEqual({
    short: [
      { resource: 'cpu', wanted: '3', most: '4', of: '4', node: 'b' },
      { resource: 'memory', wanted: '4Gi', most: '8Gi', of: '8Gi', node: 'a' },
    ],
    together: true,
  });
});
