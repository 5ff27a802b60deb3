import { z } from 'zod';
import { containersOf } from '../../kube/containers.ts';
import { isDownAlone } from '../../kube/runtime/ends.ts';
import { kubeletText, shortened } from '../../kube/startup/kubelet-text.ts';
import { unreadySince } from '../../kube/startup/pod-start.ts';
import { hasWaiting } from '../../kube/startup/waiting.ts';
import { suspects } from '../../kube/suspects.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

const REASONS = new Set(['InvalidImageName']);

export const imageNameInvalid = defineCheck({
  id: 'image-name-invalid',
  title: 'Image name is not valid',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: suspects,
  source: 'https://kubernetes.io/docs/concepts/containers/images/#image-names',
  facts: z.object({ image: z.string(), text: z.string() }),
  message: ({ image, text }) => `${JSON.stringify(image)} is no valid image name${text === '' ? '' : `: ${text}`}`,
  fixes: (_facts, { subject }) => [correctTemplate(subject, 'the image', 'image')],
  *find(pod) {
    if (!hasWaiting(pod, REASONS)) return;
    for (const { name, spec, status, specPath, statusPath } of containersOf(pod)) {
      const waiting = status?.state?.waiting;
      if (waiting === undefined || !REASONS.has(waiting.reason ?? '')) continue;
      const image = spec.image ?? '';
      yield {
        cause: image,
        container: name,
        severity: isDownAlone(pod) ? 'critical' : 'high',
        since: unreadySince(pod),
        // `Failed to apply default image tag "Web": couldn't parse image name "Web": invalid reference format: why`
        facts: {
          image,
          text: shortened(kubeletText(waiting.message ?? '').replace(/^.*invalid reference format(: )?/, '')),
        },
        evidence: [
          { path: `${specPath}.image`, value: image },
          { path: `${statusPath}.state.waiting.message`, value: waiting.message },
        ],
      };
    }
  },
});
