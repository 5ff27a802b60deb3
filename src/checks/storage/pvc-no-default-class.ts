import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { classOf, isPending, isYoungClaim } from '../../kube/storage/claims.ts';
import { hasFittingVolume, isDefaultClass, volumesByClass } from '../../kube/storage/volumes.ts';
import { defineCheck } from '../define-check.ts';

export const pvcNoDefaultClass = defineCheck({
  id: 'pvc-no-default-class',
  title: 'No default StorageClass for a claim that names none',
  severity: 'high',
  level: 'cause',
  subject: 'PersistentVolumeClaim',
  reads: ['StorageClass'],
  consults: ['PersistentVolume'],
  source: 'https://kubernetes.io/docs/concepts/storage/storage-classes/#default-storageclass',
  facts: z.object({ existing: z.array(z.string()) }),
  message: ({ existing }) =>
    'Names no StorageClass, and the cluster has no default one' +
    (existing.length === 0
      ? ', nor any other'
      : `: ${listText(existing)} ${existing.length === 1 ? 'is' : 'are'} not marked as such`),
  fixes: ({ existing: [first, ...others] }) => [
    first === undefined
      ? { text: 'Install a storage provisioner with its StorageClass', command: null }
      : {
          text: others.length === 0 ? 'Make it the default' : 'Make one of them the default',
          command: kubectl('annotate', 'storageclass', first, 'storageclass.kubernetes.io/is-default-class=true'),
        },
    { text: 'Or name a class in the claim: spec.storageClassName', command: null },
  ],
  *find(claim, view) {
    if (!isPending(claim) || classOf(claim) !== undefined || claim.spec?.volumeName || isYoungClaim(claim, view))
      return;
    const classes = view.all('StorageClass');
    if (classes.some(isDefaultClass) || hasFittingVolume(claim, view.shared(volumesByClass))) return;
    yield {
      cause: '',
      // No object of that name can exist: it stands for what all such claims lack.
      shared: refTo('StorageClass', null, '(default)'),
      facts: { existing: classes.map((storageClass) => storageClass.metadata.name).sort() },
      evidence: [
        { path: 'spec.storageClassName', value: null },
        { path: 'status.phase', value: claim.status?.phase },
      ],
    };
  },
});
