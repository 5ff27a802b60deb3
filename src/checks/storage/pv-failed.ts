import { z } from 'zod';
import { describe } from '../../kube/kubectl.ts';
import { defineCheck } from '../define-check.ts';

export const pvFailed = defineCheck({
  id: 'pv-failed',
  title: 'Volume could not be reclaimed',
  severity: 'high',
  level: 'cause',
  subject: 'PersistentVolume',
  source: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#phase',
  facts: z.object({ text: z.string(), policy: z.string(), claim: z.string().nullable() }),
  message: ({ text, policy, claim }) =>
    `Could not be reclaimed (policy ${policy})${claim === null ? '' : ` after its claim ${claim} was deleted`}${text === '' ? '' : `: ${text}`}`,
  fixes: (_facts, { object }) => [
    { text: 'See the error of the plugin', command: describe(object) },
    {
      text: 'Save or remove the data on the storage behind it by hand, then delete the PersistentVolume',
      command: null,
    },
  ],
  *find(volume) {
    if (volume.status?.phase !== 'Failed' || volume.metadata.deletionTimestamp !== undefined) return;
    const { claimRef, persistentVolumeReclaimPolicy: policy = 'Retain' } = volume.spec ?? {};
    const text = (volume.status.message ?? '').replace(/\s+/g, ' ').trim();
    yield {
      cause: '',
      since: volume.status.lastPhaseTransitionTime,
      facts: {
        text,
        policy,
        claim: claimRef === undefined ? null : `${claimRef.namespace ?? ''}/${claimRef.name ?? ''}`,
      },
      evidence: [
        { path: 'status.phase', value: 'Failed' },
        { path: 'status.message', value: volume.status.message },
      ],
    };
  },
});
