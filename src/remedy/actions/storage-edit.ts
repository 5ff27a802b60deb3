import { z } from 'zod';
import { kubectl, target as named } from '../../kube/kubectl.ts';
import type { KubeObject } from '../../kube/object.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { isOf } from '../../kube/workloads/workloads.ts';
import { defineAdvice } from '../objects/advice.ts';
import { refuseIf } from '../objects/judged.ts';

const params = z.strictObject({
  change: z
    .enum(['allow-expansion', 'retain', 'release'])
    .describe(
      'allow-expansion of a StorageClass; of a PersistentVolume: retain its data, or release it for another claim',
    ),
});

export const storageEdit = defineAdvice<z.infer<typeof params>>({
  id: 'storage.edit',
  title: 'Change a StorageClass or a PersistentVolume',
  on: ['PersistentVolume', 'StorageClass'],
  source: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#reclaiming',
  params,
  example: { change: 'retain' },
  refusals: (target, { change }) => {
    const kind = change === 'allow-expansion' ? 'StorageClass' : 'PersistentVolume';
    const what = refText(refOf(target));
    const isBound = isOf(target, 'PersistentVolume') && target.status?.phase === 'Bound';
    return [
      refuseIf(target.kind !== kind, 'kind-not-handled', `${change} is for a ${kind}, and ${what} is none`),
      refuseIf(change === 'release' && isBound, 'volume-in-use', `${what} is bound to a claim`),
    ];
  },
  advise: (target, { change }) => {
    const ref = refOf(target);
    const patch = (value: unknown) => kubectl('patch', named(ref), '--type=merge', '-p', JSON.stringify(value));
    switch (change) {
      case 'allow-expansion':
        return {
          summary: `let volumes of ${refText(ref)} be enlarged`,
          commands: [patch({ allowVolumeExpansion: true })],
          risks: ['a driver that cannot enlarge volumes leaves claims waiting for ever'],
          wayBack: patch({ allowVolumeExpansion: false }),
        };
      case 'retain':
        return {
          summary: `keep the data of ${refText(ref)} when its claim goes`,
          commands: [patch({ spec: { persistentVolumeReclaimPolicy: 'Retain' } })],
          risks: ['the volume stays, and is paid for, until somebody deletes it'],
          wayBack: patch({ spec: { persistentVolumeReclaimPolicy: policyOf(target) } }),
        };
      case 'release':
        return {
          summary: `let another claim have ${refText(ref)}`,
          commands: [patch({ spec: { claimRef: null } })],
          risks: ['the next claim sees the data of the one before'],
          wayBack: 'cannot be taken back once another claim has bound it',
        };
    }
  },
});

function policyOf(target: KubeObject): string {
  return (isOf(target, 'PersistentVolume') ? target.spec?.persistentVolumeReclaimPolicy : undefined) ?? 'Delete';
}
