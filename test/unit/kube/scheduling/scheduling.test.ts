import { describe, expect, test } from 'vitest';
import type { Node, Pod } from '../../../../src/kube/object.ts';
import { schedulingOf, type Verdict } from '../../../../src/kube/scheduling/scheduling.ts';
import { viewOf } from '../../../../src/snapshot/snapshot-view.ts';
import { snapshotOf } from '../../../support/fixture.ts';

type Options = Omit<Parameters<typeof snapshotOf>[0], 'takenAt' | 'objects'>;

function node(name: string, cpu: string, more: { labels?: Record<string, string>; spec?: Node['spec'] } = {}): Node {
  const metadata = { name, labels: more.labels ?? {} };
  return { apiVersion: 'v1', kind: 'Node', metadata, spec: more.spec, status: { allocatable: { cpu, pods: '10' } } };
}

function pod(message: string, spec: Pod['spec'] = {}, cpu = '2'): Pod {
  const condition = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'Unschedulable',
    message: `0/9 nodes are available: ${message}.`,
    lastTransitionTime: '2026-01-10T11:00:00Z',
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop', uid: 'web' },
    spec: { containers: [{ name: 'app', resources: { requests: { cpu } } }], ...spec },
    status: { phase: 'Pending', conditions: [condition] },
  };
}

function verdict(of: Pod, others: readonly unknown[], options: Options = {}): Verdict | undefined {
  const view = viewOf(snapshotOf({ takenAt: '2026-01-10T12:00:00Z', objects: [of, ...others], ...options }));
  const [kept] = view.all('Pod').filter(({ metadata }) => metadata.name === 'web');
  return kept && schedulingOf(view).verdictOf(kept);
}

const busy = (on: string, cpu: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: `busy-${on}`, namespace: 'shop' },
  spec: { nodeName: on, containers: [{ name: 'app', resources: { requests: { cpu } } }] },
  status: { phase: 'Running' },
});
const taint = (key: string) => ({ spec: { taints: [{ key, effect: 'NoSchedule' }] } });
const CONTROL_PLANE = 'node-role.kubernetes.io/control-plane';
const NOT_READY = 'node.kubernetes.io/not-ready';

describe('the obstacle that the others stand behind', () => {
  const obstacle = (of: Pod, ...others: unknown[]) => verdict(of, others)?.obstacle;

  test('a control plane taint beside a full worker is a matter of room', () => {
    const of = pod('1 Insufficient cpu, 1 node(s) had untolerated taint(s)');
    expect(obstacle(of, node('m', '8', taint(CONTROL_PLANE)), node('w', '4'), busy('w', '3'))).toBe('room');
  });

  test('a selector that only a cordoned node satisfies is a matter of its state', () => {
    const of = pod("1 node(s) didn't match Pod's node affinity/selector, 1 node(s) were unschedulable", {
      nodeSelector: { pool: 'old' },
    });
    const cordoned = node('o', '4', { labels: { pool: 'old' }, spec: { unschedulable: true } });
    expect(obstacle(of, node('w', '4'), cordoned)).toBe('state');
    expect(obstacle(of, node('w', '4'), node('o', '4', { spec: { unschedulable: true } }))).toBe('selector');
  });

  test('a taint of choice is in the way before the state of the same node', () => {
    const both = {
      spec: {
        taints: [
          { key: 'dedicated', effect: 'NoSchedule' },
          { key: NOT_READY, effect: 'NoSchedule' },
        ],
      },
    };
    expect(obstacle(pod('1 node(s) had untolerated taint(s)'), node('g', '4', both))).toBe('taint');
    expect(
      obstacle(pod('2 node(s) had untolerated taint(s)'), node('g', '4', both), node('w', '4', taint(NOT_READY))),
    ).toBe('state');
  });

  test('size comes before state, unless the large node is the one in a bad state', () => {
    const of = pod('1 Insufficient cpu, 1 node(s) had untolerated taint(s)', {}, '6');
    expect(obstacle(of, node('w', '4'), node('x', '4', taint(NOT_READY)))).toBe('size');
    expect(obstacle(of, node('w', '4'), node('x', '8', taint(NOT_READY)))).toBe('state');
  });

  test('where a node would do, what only the scheduler sees is left, the last filter first', () => {
    const free = node('w', '4');
    expect(obstacle(pod("1 Insufficient cpu, 1 node(s) didn't match pod anti-affinity rules"), free)).toBe(
      'anti-affinity',
    );
    expect(
      obstacle(
        pod("1 node(s) didn't match pod affinity rules, 1 node(s) didn't have free ports for the requested pod ports"),
        free,
      ),
    ).toBe('affinity');
    expect(obstacle(pod("1 node(s) didn't match pod topology spread constraints"), free)).toBe('spread');
    expect(obstacle(pod('1 node(s) had volume node affinity conflict'), free)).toBe('volume-node');
    expect(obstacle(pod('1 node(s) exceed max volume count, 1 Insufficient cpu'), free)).toBe('volume-limit');
    expect(obstacle(pod("1 node(s) didn't find available persistent volumes to bind, 2 Insufficient cpu"), free)).toBe(
      'claims-unbound',
    );
    expect(obstacle(pod('1 Insufficient cpu'), free)).toBe('room');
  });

  test('what neither nodes nor a known filter explain is something else', () => {
    expect(obstacle(pod('1 node(s) had untolerated taint(s)'), node('w', '4'))).toBe('other');
    expect(obstacle(pod('1 node(s) were unschedulable'), node('w', '4'))).toBe('other');
    expect(obstacle(pod("1 node(s) didn't match scheduler-enforced node affinity"), node('w', '4'))).toBe('other');
  });

  test('claims come before nodes', () => {
    expect(obstacle(pod('persistentvolumeclaim "a" not found'), node('w', '1'))).toBe('claim-missing');
    expect(obstacle(pod('pod has unbound immediate PersistentVolumeClaims'), node('w', '1'))).toBe('claims-unbound');
  });

  test('without any node there is no room', () => {
    expect(obstacle(pod('no matter'))).toBe('room');
  });

  test('a pod of a DaemonSet is bound to its node', () => {
    const matchFields = [{ key: 'metadata.name', operator: 'In', values: ['w2'] }];
    const required = { nodeSelectorTerms: [{ matchFields }] };
    const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } };
    const of = pod("1 Insufficient cpu, 1 node(s) didn't satisfy plugin(s) [NodeAffinity]", { affinity });
    const found = verdict(of, [node('w1', '8'), node('w2', '4'), busy('w2', '3')]);
    expect([found?.obstacle, found?.fit?.nodes.map(({ name }) => name)]).toEqual(['room', ['w2']]);
    expect(verdict(of, [node('w1', '8')])?.obstacle).toBe('selector');
  });

  test('an extended resource counts only where the scheduler complains of it', () => {
    const spec = { containers: [{ name: 'app', resources: { requests: { 'example.com/dev': '1' } } }] };
    expect(obstacle(pod("1 node(s) didn't match pod affinity rules", spec), node('w', '4'))).toBe('affinity');
    expect(obstacle(pod('1 Insufficient example.com/dev', spec), node('w', '4'))).toBe('size');
  });
});

describe('relief', () => {
  test('a node in a bad state that would have room', () => {
    const nodes = [
      node('w', '4'),
      node('x', '4', taint(NOT_READY)),
      node('y', '4', taint(NOT_READY)),
      busy('w', '3'),
      busy('y', '3'),
    ];
    const found = verdict(pod('1 Insufficient cpu, 2 node(s) had untolerated taint(s)'), nodes);
    expect([found?.obstacle, found?.fit?.relief.map(({ name }) => name)]).toEqual(['room', ['x']]);
  });
});

describe('where nodes cannot be read', () => {
  const obstacle = (message: string) => verdict(pod(message), [], { forbidden: ['Node'] })?.obstacle;
  const hopeless = 'preemption: 0/9 nodes are available: 9 Preemption is not helpful for scheduling';

  test.each([
    ['2 Insufficient cpu, 1 node(s) had untolerated taint(s)', 'room'],
    [`9 Insufficient cpu. ${hopeless}`, 'size'],
    ["2 node(s) didn't match Pod's node affinity/selector, 1 node(s) had untolerated taint(s)", 'selector'],
    ['2 node(s) had untolerated taint(s)', 'taint'],
    ['2 node(s) were unschedulable, 1 node(s) had untolerated taint(s)', 'state'],
    ['2 node(s) were unschedulable, 1 node(s) had untolerated taint {dedicated: gpu}', 'taint'],
    [`2 node(s) had untolerated taint {${NOT_READY}: }, 1 node(s) had untolerated taint {${CONTROL_PLANE}: }`, 'state'],
    [`2 node(s) had untolerated taint {${CONTROL_PLANE}: }`, 'taint'],
    ['1 node(s) did not please the extender', 'other'],
  ])('%s: %s', (message, expected) => {
    expect(obstacle(message)).toBe(expected);
  });

  test('a cluster without nodes', () => {
    const of = pod('');
    const [condition] = of.status?.conditions ?? [];
    const said = {
      ...of,
      status: { phase: 'Pending', conditions: [{ ...condition, message: 'no nodes available to schedule pods' }] },
    };
    expect(verdict(said, [], { forbidden: ['Node'] })?.obstacle).toBe('room');
  });
});

describe('no verdict', () => {
  const full = [node('w', '4'), busy('w', '3')];
  const of = pod('1 Insufficient cpu');
  const withCondition = (change: Record<string, string>) => {
    const [condition] = of.status?.conditions ?? [];
    return { ...of, status: { phase: 'Pending', conditions: [{ ...condition, ...change }] } };
  };

  test('for pods that have a node, end, go, or have just been looked at', () => {
    expect(verdict(of, full)?.obstacle).toBe('room');
    expect(verdict({ ...of, spec: { ...of.spec, nodeName: 'w' } }, full)).toBeUndefined();
    expect(
      verdict({ ...of, metadata: { ...of.metadata, deletionTimestamp: '2026-01-10T11:59:00Z' } }, full),
    ).toBeUndefined();
    expect(verdict(withCondition({ status: 'True' }), full)).toBeUndefined();
    expect(verdict(withCondition({ reason: 'SchedulingGated' }), full)).toBeUndefined();
    expect(verdict(withCondition({ lastTransitionTime: '2026-01-10T11:59:30Z' }), full)).toBeUndefined();
  });

  test('while an autoscaler brings a node', () => {
    const event = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'web.1', namespace: 'shop' },
      involvedObject: { kind: 'Pod', name: 'web', namespace: 'shop', uid: 'web' },
      reason: 'TriggeredScaleUp',
      lastTimestamp: '2026-01-10T11:59:00Z',
    };
    expect(verdict(of, [...full, event])).toBeUndefined();
  });
});

test('a claim whose volume is being made outweighs what the scheduler said before', () => {
  const claim = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data', namespace: 'shop', annotations: { 'volume.kubernetes.io/selected-node': 'w' } },
    status: { phase: 'Pending' },
  };
  const of = pod('1 Insufficient cpu', { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] });
  expect(verdict(of, [node('w', '4'), busy('w', '3'), claim])?.obstacle).toBe('claims-unbound');
});
