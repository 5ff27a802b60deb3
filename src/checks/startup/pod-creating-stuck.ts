import { z } from 'zod';
import { conditionOf } from '../../kube/conditions.ts';
import { describe } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { isReady } from '../../kube/pods.ts';
import { startingContainerOf } from '../../kube/startup/creating.ts';
import { isToldWhy } from '../../kube/startup/pulls.ts';
import { suspects } from '../../kube/suspects.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

const LONG_MS = 5 * MINUTE_MS;

export const podCreatingStuck = defineCheck({
  id: 'pod-creating-stuck',
  title: 'Container is not created, and nothing says why',
  severity: 'medium',
  level: 'state',
  subject: 'Pod',
  among: suspects,
  reads: ['Event'],
  consults: ['Node'],
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-state-waiting',
  facts: z.object({ container: z.string(), reason: z.string(), node: z.string() }),
  message: ({ container, reason, node }) =>
    `Container ${container} waits in ${reason} on node ${node}, and no event says why: ` +
    'its image may be large, or the kubelet may be busy or stuck',
  fixes: ({ node }, { object }) => [
    { text: 'See whether it still pulls the image', command: describe(object) },
    { text: 'See how the node is', command: describe(refTo('Node', null, node)) },
  ],
  *find(pod, view) {
    const node = pod.spec?.nodeName;
    if (!node || isReady(pod)) return;
    const starting = startingContainerOf(pod);
    if (starting === undefined || view.age(starting.since) < LONG_MS) return;
    if (isToldWhy(view.warnings('Event', pod), starting.since)) return;
    const { container, reason, since, path } = starting;
    const lookup = view.get('Node', null, node);
    const notReady = lookup.state === 'found' && conditionOf(lookup.object, 'Ready')?.status !== 'True';
    yield {
      cause: container,
      container,
      since,
      explainedBy: notReady ? [refTo('Node', null, node)] : [],
      facts: { container, reason, node },
      evidence: [{ path, value: reason }],
    };
  },
});
