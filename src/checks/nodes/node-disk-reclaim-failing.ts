import { z } from 'zod';
import { describe } from '../../kube/kubectl.ts';
import { nodeWarnings } from '../../kube/nodes/node-events.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

const REASONS: ReadonlySet<string> = new Set(['FreeDiskSpaceFailed', 'ImageGCFailed', 'InvalidDiskCapacity']);

/** The kubelet tries every five minutes. */
const RECENT_MS = 15 * MINUTE_MS;

export const nodeDiskReclaimFailing = defineCheck({
  id: 'node-disk-reclaim-failing',
  title: 'Kubelet cannot free disk space',
  severity: 'high',
  level: 'failure',
  subject: 'Node',
  reads: ['Event'],
  source: 'https://kubernetes.io/docs/concepts/architecture/garbage-collection/#containers-images',
  facts: z.object({ reason: z.string(), text: z.string() }),
  message: ({ reason, text }) => `The kubelet tries to free disk space and cannot (${reason}): ${text}`,
  fixes: (_facts, { object }) => [
    { text: 'See its events, and whether it is under DiskPressure', command: describe(object) },
    {
      text: 'On the node, see what fills the disk besides images: df -h, du -xsh /var/log /var/lib/containerd',
      command: null,
    },
    { text: 'Enlarge the disk, or limit ephemeral-storage of what writes most', command: null },
  ],
  *find(node, view) {
    const [digest] = nodeWarnings(node, REASONS, RECENT_MS, view)
      // Every kubelet says this once, before it has measured its disk.
      .filter(({ reason, count }) => reason !== 'InvalidDiskCapacity' || count >= 3);
    if (digest === undefined) return;
    yield {
      cause: '',
      since: digest.firstSeen,
      facts: {
        reason: digest.reason,
        text: (digest.newest.message ?? '').replace(/\s+/g, ' ').trim().replace(/\.$/, '').slice(0, 300),
      },
      evidence: [{ object: digest.newest, path: 'message', value: digest.newest.message }],
    };
  },
});
