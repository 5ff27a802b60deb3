import { z } from 'zod';
import { amountText } from '../../kube/amounts.ts';
import { describe } from '../../kube/kubectl.ts';
import { isActive } from '../../kube/pods.ts';
import { placedPodsByClaim } from '../../kube/startup/pod-volumes.ts';
import { claimKey } from '../../kube/storage/claims.ts';
import { resizeOf, sizesOf } from '../../kube/storage/resize.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

const PATIENCE_MS = 10 * MINUTE_MS;

const OBSTACLES = {
  refused: 'the storage system refuses',
  storage: 'the storage system does not get it done',
  'file-system': 'the volume is larger already, but not its file system: the kubelet has not grown it',
} as const;

export const pvcResizeStuck = defineCheck({
  id: 'pvc-resize-stuck',
  title: 'Volume does not grow',
  severity: 'medium',
  level: 'cause',
  subject: 'PersistentVolumeClaim',
  consults: ['Pod'],
  source:
    'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#recovering-from-failure-when-expanding-volumes',
  facts: z.object({
    obstacle: z.enum(['refused', 'storage', 'file-system']),
    from: z.string(),
    to: z.string(),
    text: z.string(),
  }),
  message: ({ obstacle, from, to, text }) =>
    `Is to grow from ${from} to ${to}, and ${OBSTACLES[obstacle]}${text === '' ? '' : ` ("${text}")`}`,
  fixes: ({ obstacle }, { object }) => [
    { text: 'See its conditions and events', command: describe(object) },
    ...(obstacle === 'file-system'
      ? [
          {
            text: 'Restart the pod that uses it: some drivers grow a file system only while it is mounted anew',
            command: null,
          },
        ]
      : [
          { text: 'Read the logs of the driver (container csi-resizer of its controller)', command: null },
          { text: 'Or ask for less again, but not for less than it has', command: null },
        ]),
  ],
  *find(claim, view) {
    if (claim.status?.phase !== 'Bound' || claim.metadata.deletionTimestamp !== undefined) return;
    const resize = resizeOf(claim);
    const { wanted, has } = sizesOf(claim);
    if (resize === undefined || (resize.obstacle !== 'refused' && view.age(resize.since) < PATIENCE_MS)) return;
    const { namespace, name } = claim.metadata;
    // A file system grows while a pod has it mounted: without one there is nothing to wait for.
    const users =
      resize.obstacle === 'file-system' ? view.shared(placedPodsByClaim).get(claimKey(namespace, name)) : undefined;
    if (resize.obstacle === 'file-system' && users?.some(isActive) !== true) return;
    yield {
      cause: resize.obstacle,
      since: resize.since,
      facts: {
        obstacle: resize.obstacle,
        from: amountText('storage', has),
        to: amountText('storage', wanted),
        text: resize.text.replace(/\.$/, '').slice(0, 300),
      },
      evidence: [
        { path: resize.path, value: resize.value },
        { path: 'spec.resources.requests.storage', value: claim.spec?.resources?.requests?.['storage'] },
        { path: 'status.capacity.storage', value: claim.status.capacity?.['storage'] },
      ],
    };
  },
});
