import { z } from 'zod';
import { describe, kubectl } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { isDownAlone } from '../../kube/runtime/ends.ts';
import { isBeingPrepared, unreadySince } from '../../kube/startup/pod-start.ts';
import { volumeNamed } from '../../kube/startup/pod-volumes.ts';
import { volumeFailuresOf } from '../../kube/startup/preparation.ts';
import { volumeSourceText } from '../../kube/startup/volume-sources.ts';
import { suspects } from '../../kube/suspects.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const podVolumeAttachFailed = defineCheck({
  id: 'pod-volume-attach-failed',
  title: 'Volume cannot be attached to the node',
  severity: 'high',
  level: 'failure',
  subject: 'Pod',
  among: suspects,
  reads: ['Event'],
  consults: ['PersistentVolumeClaim'],
  source: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/',
  facts: z.object({
    volume: z.string(),
    source: z.string(),
    claim: z.string().nullable(),
    node: z.string(),
    text: z.string(),
  }),
  message: ({ volume, source, node, text }) =>
    `Volume ${volume}${source === '' ? '' : ` (${source})`} cannot be attached to node ${node}: ${text}`,
  fixes: ({ claim }, { object }) => [
    {
      text: 'See which volumes are attached where, and with which errors',
      command: kubectl('get', 'volumeattachments'),
    },
    claim === null
      ? { text: 'See the whole text in the events of the pod', command: describe(object) }
      : {
          text: 'See the claim and its volume',
          command: describe(refTo('PersistentVolumeClaim', object.namespace, claim)),
        },
    { text: "See what the CSI driver's controller logs: it talks to the storage system", command: null },
  ],
  *find(pod, view) {
    if (!isBeingPrepared(pod)) return;
    const since = unreadySince(pod);
    if (since !== null && view.age(since) < MINUTE_MS) return;
    for (const { volume: name, verb, heldElsewhere, text, event } of volumeFailuresOf(view.warnings('Event', pod))) {
      if (verb !== 'attached' || heldElsewhere) continue;
      const { volume, claim = null } = volumeNamed(pod, name, view) ?? {};
      yield {
        cause: volume?.name ?? name,
        severity: isDownAlone(pod) ? 'critical' : 'high',
        since,
        explainedBy: claim === null ? [] : [refTo('PersistentVolumeClaim', pod.metadata.namespace ?? '', claim)],
        facts: {
          volume: volume?.name ?? name,
          source: volume === undefined ? '' : volumeSourceText(volume),
          claim,
          node: pod.spec?.nodeName ?? '',
          text,
        },
        evidence: [{ object: event, path: 'message', value: event.message }],
      };
    }
  },
});
