import { z } from 'zod';
import { describe, inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { endEvidence, isDownAlone, restartsText } from '../../kube/runtime/ends.ts';
import { nodeOomKillsOf } from '../../kube/runtime/node-oom-kills.ts';
import { suspects } from '../../kube/suspects.ts';
import { defineCheck } from '../define-check.ts';

export const nodeOomKilledPod = defineCheck({
  id: 'node-oom-killed-pod',
  title: 'Container was killed as its node ran out of memory',
  severity: 'high',
  level: 'failure',
  subject: 'Pod',
  among: suspects,
  reads: ['Event', 'Node'],
  source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/#node-out-of-memory-behavior',
  facts: z.object({
    container: z.string(),
    node: z.string(),
    /** Null where it requests none: then it is among the first to be killed. */
    memoryRequest: z.string().nullable(),
    restarts: z.int(),
    running: z.boolean(),
  }),
  message: ({ container, node, memoryRequest, restarts, running }) =>
    `Container ${container} was killed while node ${node} had no memory left; it ` +
    (memoryRequest === null ? 'requests none, and so is among the first to go' : `requests ${memoryRequest}`) +
    (running ? `; it runs again (${restartsText(restarts)})` : ''),
  fixes: ({ node }, { subject }) => [
    { text: 'See what fills the memory of the node', command: describe(refTo('Node', null, node)) },
    {
      text: 'Request the memory that it needs, so that it is placed where there is enough',
      command: kubectl('edit', ...inNamespaceOf(subject), target(subject)),
    },
    { text: 'Compare with what its pods use', command: kubectl('top', 'pods', '-A', '--sort-by=memory') },
  ],
  *find(pod, view) {
    const name = pod.spec?.nodeName;
    if (!name) return;
    const node = view.get('Node', null, name);
    if (node.state !== 'found') return;
    for (const { container, end, event, running } of nodeOomKillsOf(pod, node.object, view)) {
      const memoryRequest = container.spec.resources?.requests?.['memory'] ?? null;
      yield {
        cause: container.name,
        container: container.name,
        latent: running,
        confidence: 'likely',
        severity: running ? 'low' : isDownAlone(pod) ? 'critical' : 'high',
        since: end.finishedAt,
        explainedBy: [refTo('Node', null, name)],
        facts: {
          container: container.name,
          node: name,
          memoryRequest,
          restarts: container.status?.restartCount ?? 0,
          running,
        },
        evidence: [
          ...endEvidence(container).slice(0, 3),
          { object: event, path: 'message', value: event.message ?? '' },
        ],
      };
    }
  },
});
