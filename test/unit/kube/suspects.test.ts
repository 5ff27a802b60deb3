import { expect, test } from 'vitest';
import type { Pod } from '../../../src/kube/object.ts';
import { twinMemory } from '../../../src/kube/scheduling/twins.ts';
import { suspects } from '../../../src/kube/suspects.ts';

function pod(
  name: string,
  ready: boolean,
  parts: { status?: Pod['status']; controller?: string; uid?: string } = {},
): Pod {
  const { status, controller, uid = 'r1' } = parts;
  const owner = { apiVersion: 'apps/v1', kind: controller ?? '', name: 'x', uid, controller: true };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, ...(controller === undefined ? {} : { ownerReferences: [owner] }) },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }], ...status },
  };
}

test('suspects are active pods that are not ready or have stumbled', () => {
  const pods = [
    pod('well', true, { status: { containerStatuses: [{ state: { running: {} } }] } }),
    pod('after-init', true, { status: { initContainerStatuses: [{ state: { terminated: { exitCode: 0 } } }] } }),
    pod('not-ready', false),
    pod('restarted', true, {
      status: { containerStatuses: [{ state: { running: {} }, lastState: { terminated: {} } }] },
    }),
    pod('done', false, { status: { phase: 'Succeeded' } }),
  ];
  expect([...suspects({ all: () => pods })].map(({ metadata }) => metadata.name)).toEqual(['not-ready', 'restarted']);
});

test('a ready twin of a pod that was in order is not looked at again', () => {
  const memory = twinMemory();
  const look = (of: Pod, found: readonly string[]) => memory(of, () => found);
  expect(look(pod('a', true, { controller: 'ReplicaSet' }), [])).toEqual([]);
  expect(look(pod('b', true, { controller: 'ReplicaSet' }), ['not asked'])).toEqual([]);
  expect(look(pod('c', false, { controller: 'ReplicaSet' }), ['not ready'])).toEqual(['not ready']);
  expect(look(pod('d', true, { controller: 'ReplicaSet', uid: 'r2' }), ['other template'])).toEqual(['other template']);
  expect(look(pod('e', true, { controller: 'Cluster' }), [])).toEqual([]);
  expect(look(pod('f', true, { controller: 'Cluster' }), ['each its own'])).toEqual(['each its own']);
});
