import { z } from 'zod';
import { conditionOf } from '../../kube/conditions.ts';
import { isComplete } from '../../kube/jobs/jobs.ts';
import { describe, kubectl } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { controllerOf } from '../../kube/owners.ts';
import { isTerminating } from '../../kube/pods.ts';
import { firstLine } from '../../kube/runtime/ends.ts';
import {
  failedAt,
  isWorthTelling,
  limitEvictions,
  limitKey,
  parseEviction,
  pressureOf,
} from '../../kube/runtime/failed-pods.ts';
import { unsteady } from '../../kube/suspects.ts';
import { durationText } from '../../kube/time.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const podEvicted = defineCheck({
  id: 'pod-evicted',
  title: 'Pod was evicted by its kubelet',
  severity: 'medium',
  level: 'failure',
  subject: 'Pod',
  among: unsteady,
  consults: ['Job', 'Node'],
  source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/',
  facts: z.object({
    node: z.string().nullable(),
    /** Whether the node ran short of something, or the pod used more than its own limit. */
    by: z.enum(['node', 'limit', 'unknown']),
    /** What ran short, or whose limit it was. */
    what: z.string(),
    text: z.string(),
    replaced: z.boolean(),
    /** The pods of its controller that went over the same limit in the last hour, from three on, and in what time. */
    again: z.object({ pods: z.int(), withinMs: z.int() }).nullable(),
  }),
  message: ({ node, text, replaced, again }) =>
    `Evicted${node === null ? '' : ` from node ${node}`}${replaced ? '' : ' and not replaced'}: ${text}` +
    (again === null ? '' : `; ${again.pods} of its pods were evicted for this within ${durationText(again.withinMs)}`),
  fixes: ({ node, by, what }, { subject, object }) => [
    by === 'node' && node !== null
      ? { text: `See what uses up ${what} on the node`, command: kubectl('describe', `node/${node}`) }
      : { text: 'See what it used and what it may', command: describe(object) },
    by === 'limit'
      ? correctTemplate(subject, `the limit of the ${what}, or what it writes there`)
      : correctTemplate(subject, `the requests: a pod that requests what it uses is evicted last`),
  ],
  *find(pod, view) {
    const { reason, message } = pod.status ?? {};
    if (reason !== 'Evicted' || isTerminating(pod) || !isWorthTelling(pod, view.takenAtMs)) return;
    const owner = controllerOf(pod);
    const job = owner?.kind === 'Job' ? view.get('Job', pod.metadata.namespace ?? '', owner.name) : undefined;
    if (job?.state === 'found' && isComplete(job.object)) return;
    const eviction = parseEviction(message ?? '');
    const node = pod.spec?.nodeName ?? null;
    const pressure = eviction?.by === 'node' ? pressureOf(eviction.what) : undefined;
    const found = node === null || pressure === undefined ? undefined : view.get('Node', null, node);
    const pressed =
      found?.state === 'found' && pressure !== undefined && conditionOf(found.object, pressure)?.status === 'True';
    const key = limitKey(pod);
    const again = (key === undefined ? undefined : view.shared(limitEvictions).get(key)) ?? null;
    yield {
      cause: eviction === undefined ? '' : `${eviction.by}/${eviction.what}`,
      // Its replacement does the work; a Job counts its failures.
      latent: owner !== undefined && owner.kind !== 'Job' && again === null,
      severity: owner === undefined || again !== null ? 'high' : 'medium',
      since: failedAt(pod),
      explainedBy: pressed && node !== null ? [refTo('Node', null, node)] : [],
      facts: {
        node,
        by: eviction?.by ?? ('unknown' as const),
        what: eviction?.what ?? '',
        text: firstLine(message)?.replace(/\.$/, '') ?? 'no reason given',
        replaced: owner !== undefined,
        again,
      },
      evidence: [
        { path: 'status.reason', value: reason },
        { path: 'status.message', value: message },
      ],
    };
  },
});
