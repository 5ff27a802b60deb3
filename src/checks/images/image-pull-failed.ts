import { z } from 'zod';
import { failedPulls } from '../../kube/images/image-pulls.ts';
import { describe } from '../../kube/kubectl.ts';
import { isDownAlone } from '../../kube/runtime/ends.ts';
import { unreadySince } from '../../kube/startup/pod-start.ts';
import { suspects } from '../../kube/suspects.ts';
import { SECOND_MS } from '../../kube/time.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

const CLASSES = ['other', 'unknown'] as const;

export const imagePullFailed = defineCheck({
  id: 'image-pull-failed',
  title: 'Image cannot be pulled',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: suspects,
  consults: ['Event'],
  source: 'https://kubernetes.io/docs/concepts/containers/images/#imagepullbackoff',
  facts: z.object({ image: z.string(), class: z.enum(CLASSES), text: z.string() }),
  message: ({ image, text }) =>
    `Image ${image} cannot be pulled${text === '' ? ', and neither its container nor an event says why' : `: ${text}`}`,
  fixes: (_facts, { subject, object }) => [
    { text: 'See the events of the pod', command: describe(object) },
    correctTemplate(subject, 'the image', 'image'),
  ],
  *find(pod, view) {
    for (const pull of view.shared(failedPulls)(pod)) {
      const since = unreadySince(pod);
      const kind = CLASSES.find((name) => name === pull.class);
      if (kind === undefined || (since !== null && view.age(since) < 30 * SECOND_MS)) continue;
      const { container, image, text, seen } = pull;
      yield {
        cause: image,
        container,
        severity: isDownAlone(pod) ? 'critical' : 'high',
        since,
        facts: { image, class: kind, text },
        evidence: [...seen],
      };
    }
  },
});
