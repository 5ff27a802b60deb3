import { describe, expect, test } from 'vitest';
import { roomFor } from '../../../../src/kube/autoscaling/headroom.ts';
import type { Pod } from '../../../../src/kube/object.ts';
import { fleetOf } from '../../../../src/kube/scheduling/fleet.ts';
import { viewOf } from '../../../../src/snapshot/snapshot-view.ts';
import { snapshotOf } from '../../../support/fixture.ts';

function node(name: string, spec: object = {}) {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name },
    spec,
    status: { allocatable: { cpu: '4', memory: '8Gi', pods: '6' } },
  };
}

function pod(name: string, requests: Record<string, string>, nodeName?: string): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop' },
    spec: { ...(nodeName === undefined ? {} : { nodeName }), containers: [{ name: 'app', resources: { requests } }] },
    status: { phase: 'Running' },
  };
}

function nodes(objects: readonly object[], namespaces?: readonly string[]) {
  return fleetOf(viewOf(snapshotOf({ takenAt: '2026-01-10T12:00:00Z', objects, namespaces })));
}

describe('room for more pods', () => {
  test('is what fits on each node, by the resource that is scarcest there', () => {
    const fleet = nodes([node('a'), node('b'), pod('busy', { cpu: '3' }, 'a')]);
    expect(roomFor(pod('web', { cpu: '500m', memory: '2Gi' }), fleet)).toBe(2 + 4);
    expect(roomFor(pod('web', { cpu: '100m' }), fleet)).toBe(5 + 6);
  });

  test('leaves out nodes that take no pods', () => {
    const tainted = { taints: [{ key: 'dedicated', value: 'db', effect: 'NoSchedule' }] };
    expect(
      roomFor(pod('web', { cpu: '1' }), nodes([node('a'), node('b', tainted), node('c', { unschedulable: true })])),
    ).toBe(4);
  });

  test('is unknown where not all was read', () => {
    expect(roomFor(pod('web', { cpu: '1' }), nodes([node('a')], ['shop']))).toBeUndefined();
    expect(roomFor(pod('web', { cpu: '1' }), nodes([]))).toBeUndefined();
  });
});
