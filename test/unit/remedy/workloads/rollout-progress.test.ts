import { describe, expect, test } from 'vitest';
import type { KubeObject, ObjectOf, Pod } from '../../../../src/kube/object.ts';
import { rolloutProgress } from '../../../../src/remedy/workloads/rollout-progress.ts';
import { fakeReader } from '../../../support/fake-reader.ts';
import {
  controllerRevision,
  daemonSet,
  deployment,
  NOW,
  pod,
  replicaSet,
  statefulSet,
  template,
  waitingFor,
} from '../../../support/rollout-stage.ts';

const sets = [replicaSet(1, template()), replicaSet(2, template())];

function progress(
  live: KubeObject,
  pods: readonly KubeObject[] = [],
  before: KubeObject = live,
  unreadable: readonly string[] = [],
) {
  const reader = fakeReader([live, ...pods], unreadable);
  return rolloutProgress({ target: before, params: {}, written: [live], reader, writtenAt: NOW, now: NOW });
}

const bad = (reason: string, restarts = 0, owner = 'uid-rs-2', labels: Record<string, string> = {}): Pod =>
  pod(9, owner, { labels, ready: false, status: waitingFor(reason, restarts) });

describe('of a Deployment', () => {
  test('is done as kubectl judges', async () => {
    expect(await progress(deployment())).toEqual({
      state: 'done',
      reason: 'the rollout of Deployment shop/web is complete',
    });
  });

  test.each([
    [{ observedGeneration: 2 }, 'the controller of Deployment shop/web has not seen the change yet'],
    [{ updatedReplicas: 1 }, '1 of 3 pods are of the new template'],
    [{ replicas: 4 }, '1 old pod still to go'],
    [{ availableReplicas: 2 }, '2 of 3 new pods are available'],
  ])('waits with %o', async (status, reason) => {
    expect(await progress(deployment({}, status), sets)).toEqual({ state: 'waiting', reason });
  });

  test.each(['ImagePullBackOff', 'ErrImagePull', 'CreateContainerConfigError', 'InvalidImageName'])(
    'has failed as soon as a new pod is in %s',
    async (waiting) => {
      expect(await progress(deployment({}, { updatedReplicas: 1 }), [...sets, bad(waiting)])).toEqual({
        state: 'failed',
        reason: `1 of 3 pods are of the new template: container web of Pod shop/web-9 is in ${waiting}`,
      });
    },
  );

  test('has failed once a new pod crashes again and again', async () => {
    const live = deployment({}, { updatedReplicas: 1 });
    expect((await progress(live, [...sets, bad('CrashLoopBackOff', 1)])).state).toBe('waiting');
    expect((await progress(live, [...sets, bad('CrashLoopBackOff', 2)])).state).toBe('failed');
  });

  test('does not mind old pods, those that are leaving, and waiting that ends', async () => {
    const live = deployment({}, { updatedReplicas: 1 });
    expect((await progress(live, [...sets, bad('ImagePullBackOff', 0, 'uid-rs-1')])).state).toBe('waiting');
    const gone = bad('ImagePullBackOff');
    const leaving = { ...gone, metadata: { ...gone.metadata, deletionTimestamp: '2026-01-10T12:00:00Z' } };
    expect((await progress(live, [...sets, leaving])).state).toBe('waiting');
    expect((await progress(live, [...sets, bad('ContainerCreating')])).state).toBe('waiting');
  });

  test('a complete rollout is done, whatever one container does', async () => {
    expect((await progress(deployment(), [...sets, bad('CrashLoopBackOff', 9)])).state).toBe('done');
  });

  test('has failed past its deadline, unless the deadline is that of the rollout before', async () => {
    const late = (lastUpdateTime: string): ObjectOf<'Deployment'> => {
      const reason = 'ProgressDeadlineExceeded';
      const conditions = [{ type: 'Progressing', status: 'False', reason, message: 'timed out', lastUpdateTime }];
      return deployment({}, { updatedReplicas: 1, conditions });
    };
    expect((await progress(late('12:00'), sets, late('11:00'))).state).toBe('failed');
    expect((await progress(late('12:00'), sets, deployment())).state).toBe('failed');
    expect((await progress(late('11:00'), sets, late('11:00'))).state).toBe('waiting');
  });

  test('waits while it, or its pods, cannot be read', async () => {
    const live = deployment({}, { updatedReplicas: 1 });
    expect((await progress(live, sets, live, ['Deployment'])).state).toBe('waiting');
    expect((await progress(live, sets, live, ['Pod'])).reason).toContain('its pods cannot be read: forbidden');
    expect((await progress(live, sets, live, ['ReplicaSet'])).reason).toContain('its pods cannot be read: forbidden');
  });

  test('has failed where it is gone, or another has its name', async () => {
    const live = deployment();
    expect((await progress(pod(0), [], live)).state).toBe('failed');
    expect((await progress({ ...live, metadata: { ...live.metadata, uid: 'other' } }, [], live)).state).toBe('failed');
  });
});

describe('of a StatefulSet', () => {
  test.each([
    [{}, {}, 'done'],
    [{}, { readyReplicas: 2 }, 'waiting'],
    [{}, { currentRevision: 'web-a' }, 'waiting'],
    [{}, { updatedReplicas: 2 }, 'waiting'],
    [{}, { observedGeneration: 2 }, 'waiting'],
    [{ updateStrategy: { rollingUpdate: { partition: 2 } } }, { updatedReplicas: 1, currentRevision: 'web-a' }, 'done'],
    [
      { updateStrategy: { rollingUpdate: { partition: 2 } } },
      { updatedReplicas: 0, currentRevision: 'web-a' },
      'waiting',
    ],
  ])('with %o and %o', async (spec, status, state) => {
    expect((await progress(statefulSet(spec, status))).state).toBe(state);
  });

  test('has failed where a pod of the new revision does not start', async () => {
    const live = statefulSet({}, { readyReplicas: 2, currentRevision: 'web-a' });
    const of = (revision: string) => bad('ImagePullBackOff', 0, 'uid-web', { 'controller-revision-hash': revision });
    expect((await progress(live, [of('web-b')])).state).toBe('failed');
    expect((await progress(live, [of('web-a')])).state).toBe('waiting');
  });
});

describe('of a DaemonSet', () => {
  test.each([
    [{}, 'done'],
    [{ updatedNumberScheduled: 2 }, 'waiting'],
    [{ numberAvailable: 2 }, 'waiting'],
  ])('with %o', async (status, state) => {
    expect((await progress(daemonSet({}, status))).state).toBe(state);
  });

  test('has failed where a pod of the newest revision does not start', async () => {
    const live = daemonSet({}, { numberAvailable: 2 });
    const revisions = [
      controllerRevision('DaemonSet', 1, 'a', template()),
      controllerRevision('DaemonSet', 2, 'b', template()),
    ];
    const of = (hash: string) => bad('ImagePullBackOff', 0, 'uid-web', { 'controller-revision-hash': hash });
    expect((await progress(live, [...revisions, of('b')])).state).toBe('failed');
    expect((await progress(live, [...revisions, of('a')])).state).toBe('waiting');
  });
});
