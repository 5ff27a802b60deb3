import { expect, test } from 'vitest';
import {
  evictedText,
  lastHeard,
  notReadyReason,
  pressureOn,
  unknownConditions,
} from '../../../../src/kube/nodes/node-conditions.ts';
import type { Node, Pod } from '../../../../src/kube/object.ts';

test.each([
  [
    'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized',
    'network',
  ],
  ['[container runtime is down, PLEG is not healthy: pleg was last seen active 4m ago]', 'runtime'],
  ['[container runtime network not ready: NetworkReady=false, container runtime is down]', 'runtime'],
  ['node is shutting down', 'shutdown'],
  ['CSINode is not yet initialized', 'storage'],
  ['', 'other'],
])('%s: %s', (message, reason) => {
  expect(notReadyReason(message)).toBe(reason);
});

function node(conditions: NonNullable<Node['status']>['conditions']): Node {
  return { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' }, status: { conditions } };
}

test('the last heartbeat of any condition counts', () => {
  const beats = ['2026-01-10T11:00:00Z', '2026-01-10T11:05:00Z', undefined];
  expect(lastHeard(node(beats.map((lastHeartbeatTime) => ({ type: 'Ready', lastHeartbeatTime }))))).toBe(
    '2026-01-10T11:05:00Z',
  );
  expect(lastHeard(node(undefined))).toBeNull();
});

test('names what nobody knows besides', () => {
  const unknown = node(['Ready', 'PIDPressure', 'DiskPressure'].map((type) => ({ type, status: 'Unknown' })));
  expect(unknownConditions(unknown)).toEqual(['DiskPressure', 'PIDPressure']);
});

test('unknown pressure is none, and evicted pods are counted', () => {
  const pods = ['Evicted', 'Evicted', undefined].map((reason): Pod => {
    return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, status: { ...(reason && { reason }) } };
  });
  const view = { podsOn: () => pods };
  expect(pressureOn(node([{ type: 'DiskPressure', status: 'Unknown' }]), 'DiskPressure', view)).toBeUndefined();
  expect(pressureOn(node([{ type: 'DiskPressure', status: 'True' }]), 'MemoryPressure', view)).toBeUndefined();
  expect(pressureOn(node([{ type: 'DiskPressure', status: 'True' }]), 'DiskPressure', view)?.evicted).toBe(2);
  expect([0, 1, 2].map(evictedText)).toEqual(['', '; it has evicted 1 pod so far', '; it has evicted 2 pods so far']);
});
