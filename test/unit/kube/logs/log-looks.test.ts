import { expect, test } from 'vitest';
import { logLooks } from '../../../../src/kube/logs/log-looks.ts';
import type { Pod } from '../../../../src/kube/object.ts';

const NOW = Date.parse('2026-01-10T12:00:00Z');
type Status = NonNullable<NonNullable<Pod['status']>['containerStatuses']>[number];

function pod(
  name: string,
  status: Partial<Status>,
  parts: { owner?: string; kind?: string; phase?: string; ready?: boolean; deleted?: boolean } = {},
): Pod {
  const { owner, kind = 'ReplicaSet', phase = 'Running', ready = false, deleted = false } = parts;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'shop',
      uid: name,
      ...(deleted ? { deletionTimestamp: '2026-01-10T11:00:00Z' } : {}),
      ...(owner === undefined ? {} : { ownerReferences: [{ kind, name: owner, uid: owner, controller: true }] }),
    },
    spec: { nodeName: 'worker-1', containers: [{ name: 'web' }] },
    status: {
      phase,
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: '2026-01-10T11:50:00Z' }],
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

const running = (startedAt: string) => ({ ready: false, restartCount: 0, state: { running: { startedAt } } });

test('of one that runs without getting ready, the present one', () => {
  expect(looks(pod('unready', running('2026-01-10T11:50:00Z')))).toEqual([['unready', false]]);
});

test('none of one that may still get ready', () => {
  const young = pod('young', running('2026-01-10T11:58:30Z'));
  const slow = pod('slow', running('2026-01-10T11:57:00Z'));
  const probe = { httpGet: { port: 80 }, initialDelaySeconds: 300 };
  const inTime: Pod = { ...slow, spec: { ...slow.spec, containers: [{ name: 'web', readinessProbe: probe }] } };
  expect(looks(young, inTime)).toEqual([]);
  expect(looks(slow)).toEqual([['slow', false]]);
});

test('of an init container that waits for something, the present one', () => {
  const waiting = (startedAt: string): Pod => ({
    ...pod('waiting', {}),
    spec: { nodeName: 'worker-1', initContainers: [{ name: 'wait' }], containers: [{ name: 'web' }] },
    status: { phase: 'Pending', initContainerStatuses: [{ name: 'wait', ...running(startedAt) }] as Status[] },
  });
  expect(looks(waiting('2026-01-10T11:54:00Z'))).toEqual([['waiting', false]]);
  expect(looks(waiting('2026-01-10T11:56:00Z'))).toEqual([]);
});

const failed = (finishedAt: string) => ({ state: { terminated: { ...crashed, finishedAt } } });
const ofJob = { owner: 'job-1', kind: 'Job', phase: 'Failed' };

test('of a Job that of its last failed attempt, also of one of last week', () => {
  expect(
    looks(
      pod('first', failed('2026-01-10T11:00:00Z'), ofJob),
      pod('last', failed('2026-01-10T11:10:00Z'), ofJob),
      pod('second', failed('2026-01-10T11:05:00Z'), ofJob),
      pod('weekly', failed('2026-01-03T12:00:00Z'), { ...ofJob, owner: 'job-2' }),
      pod('old', failed('2026-01-01T12:00:00Z'), { ...ofJob, owner: 'job-3' }),
    ),
  ).toEqual([
    ['last', false],
    ['weekly', false],
  ]);
});

test('of a failed pod that of the container that failed, unless the node ended it or it was long ago', () => {
  const evicted = pod('evicted', failed('2026-01-10T11:00:00Z'), { phase: 'Failed' });
  expect(
    looks(
      pod('once', failed('2026-01-10T11:00:00Z'), { phase: 'Failed' }),
      { ...evicted, status: { ...evicted.status, reason: 'Evicted' } },
      pod('replaced', failed('2026-01-10T11:00:00Z'), { phase: 'Failed', owner: 'rs-1' }),
    ),
  ).toEqual([
    ['once', false],
    ['replaced', false],
  ]);
  const longAgo = logLooks(
    [pod('replaced', failed('2026-01-10T11:00:00Z'), { phase: 'Failed', owner: 'rs-1' })],
    NOW + 25 * 3_600_000,
  );
  expect(longAgo).toEqual([]);
});

test('what fails now comes before what is over, and what is being deleted not at all', () => {
  expect(
    looks(
      pod('over', failed('2026-01-10T11:00:00Z'), { phase: 'Failed' }),
      pod('looping', looping),
      pod('leaving', looping, { deleted: true }),
    ),
  ).toEqual([
    ['looping', true],
    ['over', false],
  ]);
});

test('none of what is well, is done, waits for its image, or crashed long ago', () => {
  const serving = { ready: true, restartCount: 0, state: { running: {} } };
  const longAgo = {
    ...serving,
    restartCount: 4,
    lastState: { terminated: { ...crashed, finishedAt: '2026-01-01T00:00:00Z' } },
  };
  expect(
    looks(
      pod('well', serving, { ready: true }),
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
