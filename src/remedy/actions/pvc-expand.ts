import { z } from 'zod';
import { conditionOf } from '../../kube/conditions.ts';
import type { KubeObject } from '../../kube/object.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { quantityValue } from '../../kube/quantities.ts';
import { classOf } from '../../kube/storage/claims.ts';
import { isOf } from '../../kube/workloads/workloads.ts';
import { defineAction, type Progress, refused } from '../action.ts';
import type { Reader } from '../live/reader.ts';
import { refuseIf, refuseUnread, unlessRefused } from '../objects/judged.ts';
import { wrongKind } from '../objects/wrong-kind.ts';

const Size = z.string().regex(/^[1-9]\d{0,11}(Ki|Mi|Gi|Ti|Pi|k|M|G|T|P)?$/, 'a size in bytes: 20Gi');

const params = z.strictObject({
  size: Size.describe('How large it is to be: 20Gi'),
  max: Size.describe('How large it may ever become: a larger size is refused'),
});

export const pvcExpand = defineAction({
  id: 'pvc.expand',
  title: 'Make a PersistentVolumeClaim larger',
  on: ['PersistentVolumeClaim'],
  risk: 'R4',
  rights: [
    { group: '', resource: 'persistentvolumeclaims', verb: 'patch' },
    { group: 'storage.k8s.io', resource: 'storageclasses', verb: 'get' },
  ],
  source: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims',
  params,
  example: { size: '20Gi', max: '50Gi' },
  look: async ({ target, reader }) => {
    const name = isOf(target, 'PersistentVolumeClaim') ? classOf(target) : undefined;
    return name === undefined || name === '' ? null : reader.get('StorageClass', null, name);
  },
  propose: ({ target, params: { size, max }, facts: storageClass }) => {
    if (!isOf(target, 'PersistentVolumeClaim')) return refused(wrongKind(target, 'PersistentVolumeClaim'));
    const what = refText(refOf(target));
    const name = classOf(target) ?? '';
    const asked = target.spec?.resources?.requests?.['storage'];
    const [from, to, most] = [quantityValue(asked) ?? 0, bytes(size), bytes(max)];
    const isResizing = ['Resizing', 'FileSystemResizePending'].some(
      (type) => conditionOf(target, type)?.status === 'True',
    );
    const refusals = [
      refuseIf(target.status?.phase !== 'Bound', 'claim-not-bound', `${what} has no volume`),
      refuseIf(
        storageClass === null,
        'no-storage-class',
        `${what} has no StorageClass, so nothing can enlarge its volume`,
      ),
      storageClass === null ? null : refuseUnread(`StorageClass ${name} of ${what}`, storageClass),
      refuseIf(
        storageClass?.state === 'missing',
        'storage-class-gone',
        `StorageClass ${name} of ${what} does not exist`,
      ),
      refuseIf(
        storageClass?.state === 'found' && storageClass.object.allowVolumeExpansion !== true,
        'expansion-not-allowed',
        `StorageClass ${name} does not allow volumes to be enlarged`,
      ),
      refuseIf(from === 0, 'size-unknown', `${what} does not say how large it is`),
      refuseIf(to <= from, 'not-larger', `${size} is not more than the ${asked ?? '0'} that ${what} asks for`),
      refuseIf(to > most, 'above-max', `${size} is more than the ${max} that ${what} may have`),
      refuseIf(isResizing, 'resize-in-progress', `${what} is being enlarged already`),
    ];
    const more = to - from;
    return unlessRefused(refusals, () => ({
      summary: `enlarge ${what} from ${asked ?? ''} to ${size}`,
      risk: 'R4',
      writes: [
        { verb: 'patch', before: target, edits: [{ path: ['spec', 'resources', 'requests', 'storage'], value: size }] },
      ],
      effects: {
        podsDisrupted: 0,
        demand: { 'requests.storage': more, [`${name}.storageclass.storage.k8s.io/requests.storage`]: more },
        resourceFactor: to / from,
      },
      wayBack: 'cannot be taken back: a volume does not shrink',
      notes: ['some drivers enlarge the filesystem only when a pod mounts the volume anew'],
    }));
  },
  verify: ({ target, params: { size }, reader }) => isEnlarged(reader, target, bytes(size)),
});

function bytes(size: string): number {
  return quantityValue(size) ?? 0;
}

async function isEnlarged(reader: Reader, before: KubeObject, wanted: number): Promise<Progress> {
  const what = refText(refOf(before));
  const live = await reader.get('PersistentVolumeClaim', before.metadata.namespace ?? null, before.metadata.name);
  if (live.state === 'unreadable') return { state: 'waiting', reason: `${what} could not be read: ${live.reason}` };
  if (live.state === 'missing' || live.object.metadata.uid !== before.metadata.uid) {
    return { state: 'failed', reason: `${what} is gone` };
  }
  const { capacity, allocatedResourceStatuses } = live.object.status ?? {};
  const has = capacity?.['storage'] ?? '0';
  if ((quantityValue(has) ?? 0) >= wanted) return { state: 'done', reason: `${what} has ${has}` };
  const status = allocatedResourceStatuses?.['storage'];
  if (status?.endsWith('Infeasible')) return { state: 'failed', reason: `${what} cannot be enlarged: ${status}` };
  if (conditionOf(live.object, 'FileSystemResizePending')?.status === 'True') {
    return { state: 'waiting', reason: `${what} has ${has}; its filesystem grows when a pod mounts it anew` };
  }
  return { state: 'waiting', reason: `${what} has ${has} so far` };
}
