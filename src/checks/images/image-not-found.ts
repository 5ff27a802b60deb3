import { z } from 'zod';
import { failedPulls } from '../../kube/images/image-pulls.ts';
import { registryOf } from '../../kube/images/image-reference.ts';
import { imagesInUse } from '../../kube/images/images-in-use.ts';
import { describe } from '../../kube/kubectl.ts';
import { isDownAlone } from '../../kube/runtime/ends.ts';
import { unreadySince } from '../../kube/startup/pod-start.ts';
import { suspects } from '../../kube/suspects.ts';
import { SECOND_MS } from '../../kube/time.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const imageNotFound = defineCheck({
  id: 'image-not-found',
  title: 'Image does not exist',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: suspects,
  consults: ['Event'],
  source: 'https://kubernetes.io/docs/concepts/containers/images/#imagepullbackoff',
  facts: z.object({ image: z.string(), registry: z.string(), text: z.string(), similar: z.array(z.string()) }),
  message: ({ image, registry, similar }) =>
    `Registry ${registry} has no image ${image}` +
    (similar.length > 0 ? `; what runs in this cluster is ${similar.join(' or ')}` : ''),
  fixes: (_facts, { subject, object }) => [
    correctTemplate(subject, 'the image', 'image'),
    { text: 'Or push the image to its registry; the kubelet tries again by itself', command: null },
    { text: 'See what the registry answers', command: describe(object) },
  ],
  *find(pod, view) {
    for (const pull of view.shared(failedPulls)(pod)) {
      const since = unreadySince(pod);
      if (pull.class !== 'not-found' || (since !== null && view.age(since) < 30 * SECOND_MS)) continue;
      const { container, image, text, seen } = pull;
      yield {
        cause: image,
        container,
        severity: isDownAlone(pod) ? 'critical' : 'high',
        since,
        facts: { image, registry: registryOf(image), text, similar: view.shared(imagesInUse)(image) },
        evidence: [...seen],
      };
    }
  },
});
