import { z } from 'zod';
import { amountText } from '../../kube/amounts.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { classOf } from '../../kube/storage/claims.ts';
import { resizeOf, sizesOf } from '../../kube/storage/resize.ts';
import { defineCheck } from '../define-check.ts';

export const pvcResizeNotAllowed = defineCheck({
  id: 'pvc-resize-not-allowed',
  title: 'StorageClass does not let its volumes grow',
  severity: 'medium',
  level: 'cause',
  subject: 'PersistentVolumeClaim',
  reads: ['StorageClass'],
  source: 'https://kubernetes.io/docs/concepts/storage/storage-classes/#allow-volume-expansion',
  facts: z.object({ storageClass: z.string(), from: z.string(), to: z.string() }),
  message: ({ storageClass, from, to }) =>
    `Is to grow from ${from} to ${to}, but StorageClass ${storageClass} does not allow its volumes to grow`,
  fixes: ({ storageClass }) => [
    {
      text: 'Allow it, if the driver can do it',
      command: kubectl('patch', 'storageclass', storageClass, '-p', '{"allowVolumeExpansion":true}'),
    },
    { text: 'Or copy the data to a new, larger claim', command: null },
  ],
  *find(claim, view) {
    if (claim.status?.phase !== 'Bound' || claim.metadata.deletionTimestamp !== undefined) return;
    const { wanted, has } = sizesOf(claim);
    const storageClass = classOf(claim);
    if (has === 0 || wanted <= has || !storageClass || resizeOf(claim) !== undefined) return;
    const found = view.get('StorageClass', null, storageClass);
    if (found.state !== 'found' || found.object.allowVolumeExpansion === true) return;
    yield {
      cause: storageClass,
      facts: { storageClass, from: amountText('storage', has), to: amountText('storage', wanted) },
      evidence: [
        { path: 'spec.resources.requests.storage', value: claim.spec?.resources?.requests?.['storage'] },
        { path: 'status.capacity.storage', value: claim.status.capacity?.['storage'] },
        { object: found.object, path: 'allowVolumeExpansion', value: found.object.allowVolumeExpansion ?? null },
      ],
    };
  },
});
