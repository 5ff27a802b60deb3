import { z } from 'zod';
import { describe, kubectl } from '../../kube/kubectl.ts';
import { refOf, refTo } from '../../kube/object-ref.ts';
import { volumeUsers, waitingElsewhere } from '../../kube/storage/attachments.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

const PATIENCE_MS = 6 * MINUTE_MS;

export const volumeattachmentStuck = defineCheck({
  id: 'volumeattachment-stuck',
  title: 'Volume is not detached',
  severity: 'high',
  level: 'cause',
  subject: 'VolumeAttachment',
  reads: ['Node'],
  consults: ['PersistentVolume', 'Pod'],
  source: 'https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume-attachment-v1/',
  facts: z.object({
    problem: z.enum(['node-gone', 'detach', 'attach']),
    volume: z.string(),
    node: z.string(),
    driver: z.string(),
    text: z.string(),
  }),
  message: ({ problem, volume, node, driver, text }) => {
    if (problem === 'node-gone')
      return `Volume ${volume} counts as attached to node ${node}, which does not exist any more`;
    const what = problem === 'detach' ? `detached from node ${node}` : `attached to node ${node}`;
    return `Volume ${volume} cannot be ${what} by driver ${driver}${text === '' ? '' : `: ${text}`}`;
  },
  fixes: ({ problem, volume, node }, { object }) => [
    { text: 'See what the driver says', command: describe(object) },
    ...(problem === 'node-gone'
      ? [
          {
            text: 'Only once the machine is surely off: let the driver detach it',
            command: kubectl('delete', 'volumeattachment', object.name),
          },
        ]
      : [{ text: 'See how the node is', command: kubectl('describe', 'node', node) }]),
    { text: 'See who wants the volume', command: kubectl('describe', 'pv', volume) },
  ],
  *find(attachment, view) {
    const { nodeName: node = '', attacher: driver = '', source } = attachment.spec ?? {};
    const { status, metadata } = attachment;
    const volume = source?.persistentVolumeName ?? '';
    const { creationTimestamp, deletionTimestamp } = metadata;
    if (volume === '' || view.age(creationTimestamp) < PATIENCE_MS) return;
    const isGone = view.get('Node', null, node).state === 'missing';
    const detaches = deletionTimestamp !== undefined && view.age(deletionTimestamp) >= PATIENCE_MS;
    const refused = status?.attached === false && status.attachError !== undefined && deletionTimestamp === undefined;
    const users = volumeUsers(volume, view);
    const waiting = waitingElsewhere(users, node, PATIENCE_MS, view);
    // Of a node that is gone, the volumes are detached after six minutes: nobody knows when it went, but somebody may wait.
    const isLeft = isGone && (detaches || waiting.length > 0);
    const problem = isLeft
      ? ('node-gone' as const)
      : detaches
        ? ('detach' as const)
        : refused
          ? ('attach' as const)
          : undefined;
    // A pod that is still there has its own say: it waits for the volume, or has not let go of it.
    if (problem === undefined || (!isGone && users.some((pod) => pod.spec?.nodeName === node))) return;
    const text = (problem === 'detach' ? status?.detachError : status?.attachError)?.message ?? '';
    yield {
      cause: problem,
      shared: refTo('PersistentVolume', null, volume),
      since: deletionTimestamp,
      explainedBy: waiting.map(refOf),
      facts: { problem, volume, node, driver, text: text.replace(/\s+/g, ' ').trim().replace(/\.$/, '').slice(0, 300) },
      evidence: [
        { path: 'spec.nodeName', value: node },
        { path: 'spec.source.persistentVolumeName', value: volume },
        { path: 'status.attached', value: status?.attached },
        ...(text === '' ? [] : [{ path: `status.${problem}Error.message`, value: text }]),
      ],
    };
  },
});
