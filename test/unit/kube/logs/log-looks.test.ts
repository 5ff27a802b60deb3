import { expect, test } from 'vitest';
import { logLooks } from '../../../../src/kube/logs/log-looks.ts';
import type { Pod } from '../../../../src/kube/object.ts';

const NOW = Date.parse('2026-01-10T12:00:00Z');
type Status = NonNullable<NonNullable<Pod['status']>['containerStatuses']>[number];

function pod(
  name: string,
  status: Partial<Status>,
  parts: { owner?: string; phase?: string; ready?: boolean } = {},
): Pod {
  const { owner, phase = 'Running', ready = false } = parts;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'shop',
      uid: name,
      ...(owner === undefined
        ? {}
        : { ownerReferences: [{ kind: 'ReplicaSet', name: owner, uid: owner, controller: true }] }),
    },
    spec: { nodeName: 'worker-1', containers: [{ name: 'web' }] },
    status: {
      phase,
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
      containerStatuses: [{ name: 'web', ...status }],
    },
  };
}

const crashed = { exitCode: 1, startedAt: '2026-01-10T11:59:00Z', finishedAt: '2026-01-10T11:59:01Z' };
const looping = {
  restartCount: 5,
  state: { waiting: { reason: 'CrashLoopBackOff' } },
  lastState: { terminated: crashed },
};
const looks = (...pods: Pod[]) => logLooks(pods, NOW).map(({ pod: name, previous }) => [name, previous]);

test('of a container that crashes, the instance that has ended', () => {
  expect(looks(pod('looping', looping))).toEqual([['looping', true]]);
  const between = { restartCount: 5, state: { terminated: crashed } };
  expect(looks(pod('between', between))).toEqual([['between', false]]);
});

test('of one that runs without getting ready, the present one', () => {
  const running = { ready: false, restartCount: 0, state: { running: { startedAt: '2026-01-10T11:50:00Z' } } };
  expect(looks(pod('unready', running))).toEqual([['unready', false]]);
});

test('none of what is well, is done, waits for its image, or crashed long ago', () => {
  const running = { ready: true, restartCount: 0, state: { running: {} } };
  const longAgo = {
    ...running,
    restartCount: 4,
    lastState: { terminated: { ...crashed, finishedAt: '2026-01-01T00:00:00Z' } },
  };
  expect(
    looks(
      pod('well', running, { ready: true }),
      pod('long-ago', longAgo, { ready: true }),
      pod('done', { state: { terminated: { exitCode: 0 } } }, { phase: 'Succeeded' }),
      pod('pulling', { ready: false, restartCount: 0, state: { waiting: { reason: 'ImagePullBackOff' } } }),
    ),
  ).toEqual([]);
});

test('of many that fail alike, two', () => {
  const pods = ['a', 'b', 'c'].map((name) => pod(name, looping, { owner: 'rs-1' }));
  expect(looks(...pods, pod('other', looping))).toEqual([
    ['a', true],
    ['b', true],
    ['other', true],
  ]);
});

test('never more than the limit', () => {
  const pods = Array.from({ length: 30 }, (_, index) => pod(`p${index}`, looping));
  expect(logLooks(pods, NOW, 7)).toHaveLength(7);
});
