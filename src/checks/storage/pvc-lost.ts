import { z } from 'zod';
import { firstSeen } from '../../kube/events/events.ts';
import { describe, kubectl } from '../../kube/kubectl.ts';
import { defineCheck } from '../define-check.ts';

export const pvcLost = defineCheck({
  id: 'pvc-lost',
  title: 'Claim has lost its volume',
  severity: 'critical',
  level: 'cause',
  subject: 'PersistentVolumeClaim',
  consults: ['Event'],
  source:
    'https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-claim-v1/#PersistentVolumeClaimStatus',
  facts: z.object({ volume: z.string().nullable() }),
  message: ({ volume }) =>
    `PersistentVolume ${volume ?? 'of the claim'} is gone, though the claim was bound to it: its data may be lost`,
  fixes: ({ volume }, { object }) => [
    { text: 'See what happened to the claim', command: describe(object) },
    {
      text: 'See whether the storage behind the volume still exists, before anything else is deleted',
      command: volume === null ? null : kubectl('get', 'pv', volume),
    },
    {
      text: 'Create a PersistentVolume on that storage again and a new claim for it, or restore a backup',
      command: null,
    },
  ],
  *find(claim, view) {
    if (claim.status?.phase !== 'Lost' || claim.metadata.deletionTimestamp !== undefined) return;
    const volume = claim.spec?.volumeName || null;
    const event = view.warnings('Event', claim).find(({ reason }) => reason === 'ClaimLost');
    yield {
      cause: '',
      since: event === undefined ? null : firstSeen(event),
      facts: { volume },
      evidence: [
        { path: 'status.phase', value: 'Lost' },
        { path: 'spec.volumeName', value: volume },
      ],
    };
  },
});
