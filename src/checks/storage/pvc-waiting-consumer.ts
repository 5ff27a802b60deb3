import { z } from 'zod';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { placedPodsByClaim } from '../../kube/startup/pod-volumes.ts';
import { claimKey, classOf, isPending, waitingPods } from '../../kube/storage/claims.ts';
import { DAY_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const pvcWaitingConsumer = defineCheck({
  id: 'pvc-waiting-consumer',
  title: 'Claim that no pod uses',
  severity: 'info',
  level: 'state',
  subject: 'PersistentVolumeClaim',
  reads: ['Pod', 'StorageClass'],
  profile: 'hygiene',
  source: 'https://kubernetes.io/docs/concepts/storage/storage-classes/#volume-binding-mode',
  facts: z.object({ storageClass: z.string() }),
  message: ({ storageClass }) =>
    `Has no volume, and needs none for now: class ${storageClass} makes it for the first pod, and no pod has used the claim for a day`,
  fixes: (_facts, { object }) => [
    {
      text: 'Delete the claim, if nothing is going to use it: there is no data',
      command: kubectl('delete', ...inNamespaceOf(object), target(object)),
    },
  ],
  *find(claim, view) {
    const storageClass = classOf(claim);
    const { namespace, name, creationTimestamp } = claim.metadata;
    if (!isPending(claim) || !storageClass || view.age(creationTimestamp) < DAY_MS) return;
    const found = view.get('StorageClass', null, storageClass);
    if (found.state !== 'found' || found.object.volumeBindingMode !== 'WaitForFirstConsumer') return;
    const key = claimKey(namespace, name);
    if (view.shared(placedPodsByClaim).has(key) || view.shared(waitingPods).has(key)) return;
    yield {
      cause: '',
      latent: true,
      facts: { storageClass },
      evidence: [
        { path: 'status.phase', value: claim.status?.phase },
        { object: found.object, path: 'volumeBindingMode', value: found.object.volumeBindingMode },
      ],
    };
  },
});
