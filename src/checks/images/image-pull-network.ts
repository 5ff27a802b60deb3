import { z } from 'zod';
import { failedPulls } from '../../kube/images/image-pulls.ts';
import { registryOf } from '../../kube/images/image-reference.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { isDownAlone } from '../../kube/runtime/ends.ts';
import { unreadySince } from '../../kube/startup/pod-start.ts';
import { suspects } from '../../kube/suspects.ts';
import { SECOND_MS } from '../../kube/time.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const imagePullNetwork = defineCheck({
  id: 'image-pull-network',
  title: 'Registry cannot be reached',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: suspects,
  consults: ['Event'],
  source: 'https://kubernetes.io/docs/concepts/containers/images/#imagepullbackoff',
  facts: z.object({ image: z.string(), registry: z.string(), node: z.string().nullable(), text: z.string() }),
  message: ({ image, registry, node, text }) =>
    `Registry ${registry} cannot be reached from ${node === null ? 'the node' : `node ${node}`} for image ${image}: ${text}`,
  fixes: ({ node }, { subject }) => [
    ...(node === null
      ? []
      : [{ text: 'See whether other pods of the node have the same trouble', command: podsOf(node) }]),
    { text: 'Make the registry reachable from the node: name resolution, routes, firewall, proxy', command: null },
    correctTemplate(subject, "the host in the image's name, if it is wrong,", 'image'),
  ],
  *find(pod, view) {
    for (const pull of view.shared(failedPulls)(pod)) {
      const since = unreadySince(pod);
      // One try may fail by chance; the kubelet tries again after 10 seconds.
      const once = pull.tries === null ? since !== null && view.age(since) < 30 * SECOND_MS : pull.tries < 2;
      if (pull.class !== 'network' || once) continue;
      const { container, image, text, seen } = pull;
      const registry = registryOf(image);
      yield {
        cause: registry,
        container,
        severity: isDownAlone(pod) ? 'critical' : 'high',
        since,
        facts: { image, registry, node: pod.spec?.nodeName ?? null, text },
        evidence: [...seen],
      };
    }
  },
});

function podsOf(node: string): string {
  return kubectl('get', 'pods', '-A', `--field-selector=spec.nodeName=${node},status.phase=Pending`);
}
