import { z } from 'zod';
import { containersOf } from '../../kube/containers.ts';
import { isDownAlone } from '../../kube/runtime/ends.ts';
import { unreadySince } from '../../kube/startup/pod-start.ts';
import { hasWaiting } from '../../kube/startup/waiting.ts';
import { suspects } from '../../kube/suspects.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

const REASONS = new Set(['ErrImageNeverPull']);

export const imageNeverPullAbsent = defineCheck({
  id: 'image-never-pull-absent',
  title: 'Image is not on the node and may not be pulled',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: suspects,
  source: 'https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy',
  facts: z.object({ image: z.string(), node: z.string().nullable() }),
  message: ({ image, node }) =>
    `Image ${image} is not on node ${node ?? 'of the pod'}, and imagePullPolicy Never forbids to pull it`,
  fixes: (_facts, { subject }) => [
    correctTemplate(subject, 'the imagePullPolicy, to IfNotPresent,'),
    { text: 'Or load the image into the container runtime of every node that the pod may run on', command: null },
  ],
  *find(pod) {
    if (!hasWaiting(pod, REASONS)) return;
    for (const { name, spec, status, specPath, statusPath } of containersOf(pod)) {
      if (!REASONS.has(status?.state?.waiting?.reason ?? '')) continue;
      const image = spec.image ?? '';
      yield {
        cause: image,
        container: name,
        severity: isDownAlone(pod) ? 'critical' : 'high',
        since: unreadySince(pod),
        facts: { image, node: pod.spec?.nodeName ?? null },
        evidence: [
          { path: `${specPath}.imagePullPolicy`, value: spec.imagePullPolicy },
          { path: `${statusPath}.state.waiting.reason`, value: status?.state?.waiting?.reason },
        ],
      };
    }
  },
});
