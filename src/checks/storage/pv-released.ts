import { z } from 'zod';
import { amountOf, amountText } from '../../kube/amounts.ts';
import { describe, kubectl, target } from '../../kube/kubectl.ts';
import { DAY_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const pvReleased = defineCheck({
  id: 'pv-released',
  title: 'Volume is kept after its claim was deleted',
  severity: 'info',
  level: 'state',
  subject: 'PersistentVolume',
  profile: 'hygiene',
  source: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#retain',
  facts: z.object({ size: z.string(), claim: z.string() }),
  message: ({ size, claim }) =>
    `Holds ${size} of data of claim ${claim}, which was deleted: no claim gets it, and nobody removes it (policy Retain)`,
  fixes: (_facts, { object }) => [
    { text: 'See whose data it is', command: describe(object) },
    {
      text: 'If the data is needed: let a new claim have it, by taking the old claim out of it',
      command: kubectl('patch', target(object), '--type=json', '-p', '[{"op":"remove","path":"/spec/claimRef"}]'),
    },
    { text: 'If it is not: delete the PersistentVolume, then the storage behind it', command: null },
  ],
  *find(volume, view) {
    if (volume.status?.phase !== 'Released' || volume.metadata.deletionTimestamp !== undefined) return;
    const { claimRef, capacity, persistentVolumeReclaimPolicy: policy } = volume.spec ?? {};
    if (policy !== 'Retain' || claimRef === undefined) return;
    const since = volume.status.lastPhaseTransitionTime;
    if (since !== undefined && view.age(since) < DAY_MS) return;
    yield {
      cause: '',
      latent: true,
      since,
      facts: {
        size: amountText('storage', amountOf('storage', capacity?.['storage'])),
        claim: `${claimRef.namespace ?? ''}/${claimRef.name ?? ''}`,
      },
      evidence: [
        { path: 'status.phase', value: 'Released' },
        { path: 'spec.persistentVolumeReclaimPolicy', value: policy },
      ],
    };
  },
});
