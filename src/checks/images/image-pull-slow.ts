import { z } from 'zod';
import { conditionOf } from '../../kube/conditions.ts';
import { describe, kubectl } from '../../kube/kubectl.ts';
import { isReady } from '../../kube/pods.ts';
import { pullOf } from '../../kube/startup/pulls.ts';
import { suspects } from '../../kube/suspects.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

const LONG_MS = 5 * MINUTE_MS;

export const imagePullSlow = defineCheck({
  id: 'image-pull-slow',
  title: 'Image is pulled for more than five minutes',
  severity: 'medium',
  level: 'failure',
  subject: 'Pod',
  among: suspects,
  reads: ['Event', 'Node'],
  source: 'https://kubernetes.io/docs/concepts/containers/images/#serial-and-parallel-image-pulls',
  facts: z.object({ container: z.string(), image: z.string(), node: z.string() }),
  message: ({ container, image, node }) =>
    `Node ${node} has prepared the pod and refuses nothing, and still does not create container ${container}: ` +
    `it pulls image ${image}, or waits for its turn to`,
  fixes: ({ node }, { object }) => [
    { text: 'See the events: Pulling without Pulled is an image under way', command: describe(object) },
    {
      text: 'See whether other pods of the node wait too: then its line, its disk or the registry is slow',
      command: kubectl('get', 'pods', '-A', `--field-selector=spec.nodeName=${node}`),
    },
    { text: 'Make the image smaller, or have it pulled in advance', command: null },
  ],
  *find(pod, view) {
    const name = pod.spec?.nodeName;
    if (!name || isReady(pod)) return;
    const pull = pullOf(pod, view.warnings('Event', pod));
    if (pull === undefined || view.age(pull.since) < LONG_MS) return;
    const node = view.get('Node', null, name);
    if (node.state !== 'found' || conditionOf(node.object, 'Ready')?.status !== 'True') return;
    const { container, image, reason, path, since } = pull;
    yield {
      cause: container,
      container,
      confidence: 'likely',
      since,
      facts: { container, image, node: name },
      evidence: [
        { path, value: reason },
        { path: 'status.conditions[type=PodReadyToStartContainers].status', value: 'True' },
      ],
    };
  },
});
