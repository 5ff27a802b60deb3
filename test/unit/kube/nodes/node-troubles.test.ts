import { expect, test } from 'vitest';
import { blastKey, isOfNode, sandboxBlasts } from '../../../../src/kube/nodes/blast-radius.ts';
import { unregisteredDrivers } from '../../../../src/kube/nodes/csi-registration.ts';
import { lostDevicesOf } from '../../../../src/kube/nodes/devices.ts';
import { evictingTaints, isDrivenOff } from '../../../../src/kube/nodes/evicting-taints.ts';
import { flappingNodes, nodeWarnings } from '../../../../src/kube/nodes/node-events.ts';
import { loadOf, percentText } from '../../../../src/kube/nodes/node-load.ts';
import { nodeProblemsOf } from '../../../../src/kube/nodes/node-problems.ts';
import type { KubeEvent, KubeObject, Node, ObjectOf, Pod } from '../../../../src/kube/object.ts';
import { refTo } from '../../../../src/kube/object-ref.ts';

const NOW = Date.parse('2026-01-10T12:00:00Z');
const age = (time: string | null | undefined) => (time ? NOW - Date.parse(time) : 0);

function node(parts: Partial<Node> = {}): Node {
  return { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' }, ...parts };
}

function pod(name: string, parts: Partial<Pod> = {}): Pod {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'shop' }, ...parts };
}

function event(reason: string, kind: string, name: string, more: Partial<KubeEvent> = {}): KubeEvent {
  const involvedObject = { kind, name, ...(kind === 'Node' ? {} : { namespace: 'shop' }) };
  const seen = { firstTimestamp: '2026-01-10T11:30:00Z', lastTimestamp: '2026-01-10T11:50:00Z' };
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'e' },
    reason,
    type: 'Warning',
    involvedObject,
    ...seen,
    ...more,
  };
}

test.each([
  ['KernelDeadlock', 'True', 'x', true],
  ['NTPProblem', 'True', 'x', false],
  ['StorageReady', 'False', 'x', true],
  ['SmartFailure', 'True', 'DiskFailing', false],
])('%s %s is a trouble', (type, status, reason, isGrave) => {
  const problems = nodeProblemsOf(node({ status: { conditions: [{ type, status, reason }] } }));
  expect(problems.map((problem) => [problem.condition.type, problem.isGrave])).toEqual([[type, isGrave]]);
});

test.each([
  ['KernelDeadlock', 'False', 'KernelHasNoDeadlock'],
  ['KernelDeadlock', 'Unknown', ''],
  ['StorageReady', 'True', 'DiskIsReady'],
  ['StorageReady', 'Unknown', ''],
  ['EtcdIsVoter', 'True', 'MemberNotLearner'],
  ['SmartFailure', 'True', 'NoFailure'],
  ['SmartFailure', 'True', 'SmartIsHealthy'],
  ['SmartFailure', 'False', 'DiskFailing'],
  ['Ready', 'False', 'KubeletNotReady'],
  ['NetworkUnavailable', 'True', 'NoRouteCreated'],
])('%s %s (%s) is none', (type, status, reason) => {
  expect(nodeProblemsOf(node({ status: { conditions: [{ type, status, reason }] } }))).toEqual([]);
});

test('warnings count while they are recent', () => {
  const view = { age, warnings: () => [event('SystemOOM', 'Node', 'n1'), event('Rebooted', 'Node', 'n1')] };
  expect(nodeWarnings(node(), new Set(['SystemOOM']), 3_600_000, view).map(({ reason }) => reason)).toEqual([
    'SystemOOM',
  ]);
  expect(nodeWarnings(node(), new Set(['SystemOOM']), 60_000, view)).toEqual([]);
});

function flaps(...events: KubeEvent[]) {
  const placed = pod('a', { spec: { nodeName: 'n1' } });
  const get = (_kind: 'Pod', _namespace: string, name: string) =>
    name === 'a' ? { state: 'found' as const, object: placed } : { state: 'missing' as const };
  return flappingNodes({ age, all: () => events, get }).get('n1');
}

test('a node that was lost three times in an hour flaps, by what one pod has seen', () => {
  expect(flaps(event('NodeNotReady', 'Pod', 'a', { count: 3 }))?.digest.count).toBe(3);
  expect(flaps(event('NodeNotReady', 'Pod', 'a', { count: 2 }))).toBeUndefined();
  expect(flaps(event('NodeNotReady', 'Pod', 'gone', { count: 9 }))).toBeUndefined();
  expect(flaps(event('NodeNotReady', 'Pod', 'a', { count: 9, type: 'Normal' }))).toBeUndefined();
  expect(flaps(...[1, 2, 3].map((boot) => event('Rebooted', 'Node', 'n1', { message: `boot ${boot}` })))?.by).toBe(
    'rebooted',
  );
  expect(
    flaps(event('NodeNotReady', 'Pod', 'a', { count: 5, firstTimestamp: '2026-01-09T11:00:00Z' })),
  ).toBeUndefined();
});

const EVICTING = { key: 'dedicated', value: 'gpu', effect: 'NoExecute' };

test('only what somebody set on a node in use drives pods off', () => {
  expect(evictingTaints(node({ spec: { taints: [EVICTING, { key: 'a', effect: 'NoSchedule' }] } }))).toEqual([
    EVICTING,
  ]);
  expect(evictingTaints(node({ spec: { unschedulable: true, taints: [EVICTING] } }))).toEqual([]);
  expect(
    evictingTaints(node({ spec: { taints: [{ key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' }] } })),
  ).toEqual([]);
});

test('a toleration that ends does not keep a pod', () => {
  const tolerating = (...tolerations: NonNullable<NonNullable<Pod['spec']>['tolerations']>) =>
    isDrivenOff(pod('a', { spec: { tolerations } }), EVICTING);
  expect(tolerating()).toBe(true);
  expect(tolerating({ key: 'dedicated', operator: 'Exists', tolerationSeconds: 60 })).toBe(true);
  expect(tolerating({ operator: 'Exists' })).toBe(false);
  expect(tolerating({ operator: 'Exists' }, { operator: 'Exists', tolerationSeconds: 60 })).toBe(false);
  expect(isDrivenOff(pod('a', { status: { phase: 'Succeeded' } }), EVICTING)).toBe(false);
});

test('devices are lost, reserves are not', () => {
  const status = {
    capacity: { cpu: '4', 'hugepages-2Mi': '1Gi', 'example.com/gpu': '2', 'attachable.kubernetes.io/x': '3' },
    allocatable: { cpu: '3', 'example.com/gpu': '1' },
  };
  expect(lostDevicesOf(node({ status }))).toEqual([{ resource: 'example.com/gpu', capacity: 2, allocatable: 1 }]);
  expect(lostDevicesOf(node())).toEqual([]);
});

test('adds up what runs', () => {
  const resources = { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '4Gi' } };
  const running = pod('a', { spec: { containers: [{ name: 'x', resources }] } });
  const load = loadOf(node({ status: { allocatable: { cpu: '2', memory: '2Gi', pods: '4' } } }), [
    running,
    { ...running, status: { phase: 'Failed' } },
  ]);
  expect([load.pods, load.slots, load.requested.get('cpu'), load.requested.get('memory'), load.memoryLimits]).toEqual([
    1, 4, 0.5, 0.5, 2,
  ]);
  expect(loadOf(node(), [running]).requested.get('cpu')).toBe(0);
  expect(percentText(0.999)).toBe('99%');
});

const NO_ADDRESS = 'Failed to create pod sandbox: no IP addresses available in range set';

test('two owners on one node make it the fault of the node', () => {
  const starting = (name: string, nodeName: string) =>
    pod(name, { spec: { nodeName }, status: { phase: 'Pending', startTime: '2026-01-10T11:00:00Z' } });
  const blasts = (...pods: Pod[]) =>
    sandboxBlasts({
      all: () => pods,
      topOwner: (object: KubeObject) => refTo('Deployment', 'shop', object.metadata.name.slice(0, 1)),
      warnings: (_kind, object: KubeObject) => [
        event('FailedCreatePodSandBox', 'Pod', object.metadata.name, { message: NO_ADDRESS }),
      ],
    });
  const ofNode = (...pods: Pod[]) => isOfNode(blasts(...pods).get(blastKey('n1', 'addresses')));
  expect(ofNode(starting('a1', 'n1'), starting('b1', 'n1'))).toBe(true);
  expect(ofNode(starting('a1', 'n1'), starting('a2', 'n1'))).toBe(false);
  expect(ofNode(starting('a1', 'n1'), starting('b1', 'n2'))).toBe(false);
  expect(isOfNode(blasts(starting('a1', 'n1'), starting('b1', 'n1')).get(blastKey('n1', 'network')))).toBe(false);
});

type CSINode = ObjectOf<'CSINode'>;

function csiNode(kind: 'PersistentVolume' | 'PersistentVolumeClaim'): { state: 'unverified' };
function csiNode(
  kind: 'CSINode',
  namespace: null,
  name: string,
): { state: 'found'; object: CSINode } | { state: 'unverified' };
function csiNode(
  kind: string,
  _namespace?: null,
  name = '',
): { state: 'found'; object: CSINode } | { state: 'unverified' } {
  if (kind !== 'CSINode' || name === 'unread') return { state: 'unverified' };
  const drivers = name === 'has' ? [{ name: 'a.csi.example.com' }] : [];
  return { state: 'found', object: { apiVersion: 'storage.k8s.io/v1', kind, metadata: { name }, spec: { drivers } } };
}

test('a driver is missing where a pod waits for it and the node does not have it', () => {
  const waits = (nodeName: string, startTime = '2026-01-10T11:00:00Z') =>
    pod(`on-${nodeName}`, {
      spec: { nodeName, volumes: [{ name: 'v', csi: { driver: 'a.csi.example.com' } }] },
      status: { phase: 'Pending', startTime },
    });
  const missing = (...pods: Pod[]) => {
    return unregisteredDrivers({ age, all: () => pods, get: csiNode });
  };
  const [first, second] = [waits('n2'), waits('n1')];
  expect(missing(first, second).get(first)).toEqual({ driver: 'a.csi.example.com', claim: null, nodes: ['n1', 'n2'] });
  expect(missing(waits('has'), waits('unread'), waits('n1', '2026-01-10T11:59:00Z')).size).toBe(0);
});
