import { z } from 'zod';
import { describe } from '../../kube/kubectl.ts';
import { snapshotOfContent, snapshotState } from '../../kube/storage/snapshots.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

const PATIENCE_MS = 30 * MINUTE_MS;

export const snapshotFailed = defineCheck({
  id: 'snapshot-failed',
  title: 'Snapshot of a volume was not made',
  severity: 'medium',
  level: 'cause',
  subject: ['VolumeSnapshot', 'VolumeSnapshotContent'],
  source: 'https://kubernetes.io/docs/concepts/storage/volume-snapshots/',
  facts: z.object({ text: z.string().nullable() }),
  message: ({ text }) =>
    text === null
      ? 'Is not ready to use long after it was asked for, and the driver has given no reason'
      : `Could not be made: ${text}`,
  fixes: ({ text }, { object }) => [
    { text: 'See its status and events', command: describe(object) },
    text === null
      ? {
          text: 'See whether a snapshot controller and the snapshotter of the driver (csi-snapshotter) run',
          command: null,
        }
      : { text: 'Read the logs of the driver (container csi-snapshotter of its controller)', command: null },
    { text: 'Until it is mended, count on no backup of that volume after the last good one', command: null },
  ],
  *find(snapshot, view) {
    const { creationTimestamp, deletionTimestamp } = snapshot.metadata;
    const { isReady, error, errorTime } = snapshotState(snapshot);
    if (isReady || deletionTimestamp !== undefined || view.age(creationTimestamp) < PATIENCE_MS) return;
    const of = snapshot.kind === 'VolumeSnapshotContent' ? snapshotOfContent(snapshot) : undefined;
    // The snapshot that people know says it as well.
    if (of !== undefined && view.get('VolumeSnapshot', of.namespace, of.name).state !== 'missing') return;
    yield {
      cause: '',
      confidence: error === null ? 'likely' : 'certain',
      since: errorTime,
      facts: { text: error === null ? null : error.replace(/\.$/, '').slice(0, 300) },
      evidence: [
        { path: 'status.readyToUse', value: false },
        ...(error === null ? [] : [{ path: 'status.error.message', value: error }]),
      ],
    };
  },
});
