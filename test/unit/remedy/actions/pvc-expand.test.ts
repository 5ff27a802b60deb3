import { describe, expect, it } from 'vitest';
import { pvcExpand } from '../../../../src/remedy/actions/pvc-expand.ts';
import { made, proposed, refusalsOf, type Stage, verified } from '../../../support/consider.ts';

const claim = (storage: string | undefined, status: object = {}, storageClassName: string | undefined = 'fast') =>
  made('PersistentVolumeClaim', 'data', {
    spec: { storageClassName, resources: { requests: { storage } } },
    status: { phase: 'Bound', capacity: { storage }, ...status },
  });
const fast = (allowVolumeExpansion: boolean) =>
  made('StorageClass', 'fast', { apiVersion: 'storage.k8s.io/v1', namespace: null, allowVolumeExpansion });
const params = { size: '20Gi', max: '50Gi' };
const good: Stage = { target: claim('10Gi'), params, objects: [fast(true)] };
const GI = 2 ** 30;

describe('pvc.expand', () => {
  it('asks for more, counts it, and says that there is no way back', async () => {
    const proposal = await proposed(pvcExpand, good);
    expect(proposal).toMatchObject({
      risk: 'R4',
      summary: 'enlarge PersistentVolumeClaim shop/data from 10Gi to 20Gi',
      wayBack: 'cannot be taken back: a volume does not shrink',
      writes: [{ edits: [{ path: ['spec', 'resources', 'requests', 'storage'], value: '20Gi' }] }],
    });
    expect(proposal.effects).toEqual({
      podsDisrupted: 0,
      resourceFactor: 2,
      demand: { 'requests.storage': 10 * GI, 'fast.storageclass.storage.k8s.io/requests.storage': 10 * GI },
    });
  });

  const resizing = (type: string) => claim('10Gi', { conditions: [{ type, status: 'True' }] });
  it.each<readonly [string, Stage]>([
    ['claim-not-bound', { ...good, target: claim('10Gi', { phase: 'Pending' }) }],
    ['no-storage-class', { ...good, target: claim('10Gi', {}, '') }],
    ['storage-class-gone', { ...good, objects: [] }],
    ['facts-unreadable', { ...good, unreadable: ['StorageClass'] }],
    ['expansion-not-allowed', { ...good, objects: [fast(false)] }],
    ['size-unknown', { ...good, target: claim(undefined) }],
    ['not-larger', { ...good, target: claim('20Gi') }],
    ['not-larger', { ...good, target: claim('30Gi') }],
    ['above-max', { ...good, params: { size: '20Gi', max: '19Gi' } }],
    ['resize-in-progress', { ...good, target: resizing('Resizing') }],
    ['resize-in-progress', { ...good, target: resizing('FileSystemResizePending') }],
    ['kind-not-handled', { ...good, target: made('Pod', 'x') }],
  ])('refuses for %s alone', async (id, stage) => {
    expect(await refusalsOf(pvcExpand, stage)).toEqual([id]);
  });

  it('goes by the capacity that the claim has', async () => {
    const see = (...objects: NonNullable<Stage['objects']>) => verified(pvcExpand, { ...good, objects });
    expect((await see(claim('20Gi'))).state).toBe('done');
    expect(await see(claim('10Gi'))).toEqual({
      state: 'waiting',
      reason: 'PersistentVolumeClaim shop/data has 10Gi so far',
    });
    expect((await see(resizing('FileSystemResizePending'))).reason).toContain('when a pod mounts it anew');
    const infeasible = claim('10Gi', { allocatedResourceStatuses: { storage: 'NodeResizeInfeasible' } });
    expect((await see(infeasible)).state).toBe('failed');
    expect((await see()).state).toBe('failed');
    expect((await verified(pvcExpand, { ...good, unreadable: ['PersistentVolumeClaim'] })).state).toBe('waiting');
  });
});
