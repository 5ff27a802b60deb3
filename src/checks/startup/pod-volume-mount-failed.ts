import { z } from 'zod';
import { describe } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { isDownAlone } from '../../kube/runtime/ends.ts';
import { isBeingPrepared, unreadySince } from '../../kube/startup/pod-start.ts';
import { volumeNamed } from '../../kube/startup/pod-volumes.ts';
import { volumeFailuresOf } from '../../kube/startup/preparation.ts';
import { volumeSourceText } from '../../kube/startup/volume-sources.ts';
import { suspects } from '../../kube/suspects.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const podVolumeMountFailed = defineCheck({
  id: 'pod-volume-mount-failed',
  title: 'Volume cannot be mounted',
  severity: 'high',
  level: 'failure',
  subject: 'Pod',
  among: suspects,
  reads: ['Event'],
  consults: ['PersistentVolumeClaim'],
  source: 'https://kubernetes.io/docs/concepts/storage/volumes/',
  facts: z.object({
    volume: z.string(),
    source: z.string(),
    claim: z.string().nullable(),
    node: z.string().nullable(),
    text: z.string(),
  }),
  message: ({ volume, source, node, text }) =>
    `Volume ${volume}${source === '' ? '' : ` (${source})`} cannot be mounted` +
    `${node === null ? '' : ` on node ${node}`}: ${text}`,
  fixes: ({ claim }, { object }) => [
    ...(claim === null
      ? []
      : [
          {
            text: 'See the claim and its events',
            command: describe(refTo('PersistentVolumeClaim', object.namespace, claim)),
          },
        ]),
    { text: 'See the whole text in the events of the pod', command: describe(object) },
  ],
  *find(pod, view) {
    if (!isBeingPrepared(pod)) return;
    const since = unreadySince(pod);
    if (since !== null && view.age(since) < MINUTE_MS) return;
    for (const { volume: name, verb, text, event } of volumeFailuresOf(view.warnings('Event', pod))) {
      if (verb !== 'mounted') continue;
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
          node: pod.spec?.nodeName ?? null,
          text,
        },
        evidence: [{ object: event, path: 'message', value: event.message }],
      };
    }
  },
});
