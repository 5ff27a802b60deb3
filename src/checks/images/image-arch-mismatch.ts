import { z } from 'zod';
import { archMismatchesOf } from '../../kube/images/architectures.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { isDownAlone } from '../../kube/runtime/ends.ts';
import { unreadySince } from '../../kube/startup/pod-start.ts';
import { suspects } from '../../kube/suspects.ts';
import { SECOND_MS } from '../../kube/time.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const imageArchMismatch = defineCheck({
  id: 'image-arch-mismatch',
  title: "Image is not built for the node's architecture",
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: suspects,
  consults: ['Event', 'Node'],
  explains: ['container-command-invalid'],
  source: 'https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-arch',
  facts: z.object({
    image: z.string(),
    node: z.string(),
    /** `arm64`; null where the node could not be read. */
    architecture: z.string().nullable(),
    /** `pull`: the registry has no such variant; `exec`: the program in it is for another architecture. */
    by: z.enum(['pull', 'exec']),
    /** A node of another architecture, on which a pod runs with this image. */
    elsewhere: z.object({ node: z.string(), architecture: z.string() }).nullable(),
    text: z.string(),
  }),
  message: ({ image, node, architecture, by, elsewhere, text }) => {
    const where = architecture === null ? `node ${node}` : `node ${node} (${architecture})`;
    const runs = elsewhere === null ? '' : `; it runs on node ${elsewhere.node} (${elsewhere.architecture})`;
    return by === 'pull'
      ? `Image ${image} has no variant for ${where}${runs}`
      : `Image ${image} is built for another architecture than that of ${where}: ${text}${runs}`;
  },
  fixes: ({ elsewhere }, { subject }) => [
    { text: 'See the architectures of the nodes', command: kubectl('get', 'nodes', '-L', 'kubernetes.io/arch') },
    {
      ...correctTemplate(subject, 'the node selector'),
      text: `Select nodes that it is built for, with nodeSelector kubernetes.io/arch${elsewhere === null ? '' : `: ${elsewhere.architecture}`}`,
    },
    { text: 'Or build the image for this architecture too, and push it under the same tag', command: null },
  ],
  *find(pod, view) {
    const since = unreadySince(pod);
    if (since !== null && view.age(since) < 30 * SECOND_MS) return;
    for (const { container, image, seen, ...facts } of archMismatchesOf(pod, view)) {
      yield {
        cause: `${image}/${facts.architecture ?? ''}`,
        container,
        confidence: facts.by === 'pull' ? 'certain' : 'likely',
        severity: isDownAlone(pod) ? 'critical' : 'high',
        since,
        facts: { image, ...facts },
        evidence: [...seen],
      };
    }
  },
});
