import { describe, expect, it } from 'vitest';
import { podDelete } from '../../../../src/remedy/actions/pod-delete.ts';
import { made, ownedBy, proposed, refusalsOf, type Stage, verified } from '../../../support/consider.ts';

const ready = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
const set = made('ReplicaSet', 'web-1', { apiVersion: 'apps/v1', spec: { replicas: 2 } });
const stateful = made('StatefulSet', 'db', { apiVersion: 'apps/v1', spec: { replicas: 1 } });
const job = made('Job', 'work', {
  apiVersion: 'batch/v1',
  status: { conditions: [{ type: 'Failed', status: 'True' }] },
});
const foreign = made('Rollout', 'web', { apiVersion: 'argoproj.io/v1alpha1' });
const pod = (name: string, fields: Readonly<Record<string, unknown>> = {}, owner = set) => {
  const { metadata = {}, ...rest } = fields;
  return made('Pod', name, {
    spec: { nodeName: 'one' },
    status: ready,
    ...rest,
    metadata: { ...ownedBy(owner), creationTimestamp: '2026-03-01T11:00:00Z', ...(metadata as object) },
  });
};
const good: Stage = { target: pod('web-a'), objects: [set, pod('web-b')] };
const withVolume = pod(
  'db-0',
  {
    spec: { nodeName: 'one', volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data-db-0' } }] },
    status: { phase: 'Running' },
  },
  stateful,
);
const claim = made('PersistentVolumeClaim', 'data-db-0', { spec: { volumeName: 'pv-1' } });
const attachment = made('VolumeAttachment', 'a', {
  apiVersion: 'storage.k8s.io/v1',
  namespace: null,
  spec: { nodeName: 'two', source: { persistentVolumeName: 'pv-1' } },
  status: { attached: true },
});

describe('pod.delete', () => {
  it('deletes a pod that its controller makes again', async () => {
    const proposal = await proposed(podDelete, { ...good, params: { graceSeconds: 5 } });
    expect(proposal).toMatchObject({
      summary: 'delete Pod shop/web-a, which ReplicaSet web-1 makes again',
      effects: { podsDisrupted: 1 },
      writes: [{ verb: 'delete', before: good.target, graceSeconds: 5, wayBack: 'controller' }],
    });
  });

  const refusals: readonly (readonly [string, Stage])[] = [
    ['naked-pod', { target: made('Pod', 'alone', { status: { phase: 'Running' } }) }],
    [
      'mirror-pod',
      { ...good, target: pod('web-a', { metadata: { annotations: { 'kubernetes.io/config.mirror': 'x' } } }) },
    ],
    ['pod-terminating', { ...good, target: pod('web-a', { metadata: { deletionTimestamp: '2026-03-01T11:59:00Z' } }) }],
    ['pod-finished', { ...good, target: pod('web-a', { status: { phase: 'Failed' } }) }],
    ['controller-gone', { ...good, objects: [pod('web-b')] }],
    [
      'controller-gone',
      { ...good, objects: [pod('web-b'), { ...set, metadata: { ...set.metadata, uid: 'another' } }] },
    ],
    ['controller-unknown', { target: pod('web-a', {}, foreign), objects: [foreign, pod('web-b', {}, foreign)] }],
    [
      'controller-deleted',
      {
        ...good,
        objects: [{ ...set, metadata: { ...set.metadata, deletionTimestamp: '2026-03-01T11:59:00Z' } }, pod('web-b')],
      },
    ],
    [
      'controller-wants-none',
      {
        ...good,
        objects: [made('ReplicaSet', 'web-1', { apiVersion: 'apps/v1', spec: { replicas: 0 } }), pod('web-b')],
      },
    ],
    ['controller-finished', { target: pod('work-1', { status: { phase: 'Running' } }, job), objects: [job] }],
    ['last-ready', { ...good, objects: [set, pod('web-b', { status: { phase: 'Running' } })] }],
    ['facts-unreadable', { ...good, unreadable: ['ReplicaSet'] }],
    ['volume-elsewhere', { target: withVolume, objects: [stateful, claim, attachment] }],
    ['facts-unreadable', { target: withVolume, objects: [stateful, claim], unreadable: ['VolumeAttachment'] }],
    ['kind-not-handled', { target: set }],
  ];
  it.each(refusals)('refuses for %s alone', async (id, stage) => {
    expect(await refusalsOf(podDelete, stage)).toEqual([id]);
  });

  it('does not delete what it cannot list the others of', async () => {
    expect(await refusalsOf(podDelete, { ...good, unreadable: ['Pod'] })).toEqual(['facts-unreadable']);
  });

  it('deletes a pod whose volume is attached where it runs', async () => {
    const own = made('VolumeAttachment', 'a', {
      ...attachment,
      metadata: {},
      spec: { nodeName: 'one', source: { persistentVolumeName: 'pv-1' } },
    });
    expect(await refusalsOf(podDelete, { target: withVolume, objects: [stateful, claim, own] })).toEqual([]);
  });

  it('takes no grace of 0', async () => {
    await expect(refusalsOf(podDelete, { ...good, params: { graceSeconds: 0 } })).rejects.toThrow('graceSeconds');
  });

  const deleted = {
    ...good.target,
    metadata: { ...good.target.metadata, deletionTimestamp: '2026-03-01T12:00:30Z', deletionGracePeriodSeconds: 30 },
  };
  it('is done once a pod that came after it is ready', async () => {
    const standIn = pod('web-c', { metadata: { creationTimestamp: '2026-03-01T12:00:00Z' } });
    const progress = await verified(podDelete, { target: good.target, objects: [set, pod('web-b'), standIn] }, [
      deleted,
    ]);
    expect(progress).toEqual({ state: 'done', reason: 'Pod shop/web-c is ready in its place' });
  });

  it('takes no older pod for its replacement', async () => {
    const progress = await verified(podDelete, { target: good.target, objects: [set, pod('web-b')] }, [deleted]);
    expect(progress).toEqual({ state: 'waiting', reason: 'Pod shop/web-a is gone; there is no new pod yet' });
  });

  it('waits while it is there, and names what holds it', async () => {
    const held = { ...deleted, metadata: { ...deleted.metadata, finalizers: ['example.com/x'] } };
    const progress = await verified(podDelete, { target: good.target, objects: [held] }, [deleted]);
    expect(progress).toEqual({ state: 'waiting', reason: 'Pod shop/web-a is still there, held by example.com/x' });
  });

  it('has failed where its controller is gone', async () => {
    expect((await verified(podDelete, { target: good.target })).state).toBe('failed');
  });

  it('waits where the pods cannot be read', async () => {
    expect((await verified(podDelete, { target: good.target, unreadable: ['Pod'] })).state).toBe('waiting');
  });
});
