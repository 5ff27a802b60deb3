import { z } from 'zod';
import { failedPulls } from '../../kube/images/image-pulls.ts';
import { describe } from '../../kube/kubectl.ts';
import { isDownAlone } from '../../kube/runtime/ends.ts';
import { unreadySince } from '../../kube/startup/pod-start.ts';
import { suspects } from '../../kube/suspects.ts';
import { SECOND_MS } from '../../kube/time.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const imageVerificationFailed = defineCheck({
  id: 'image-verification-failed',
  title: 'Signature of the image is not accepted',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: suspects,
  consults: ['Event'],
  source: 'https://kubernetes.io/docs/concepts/containers/images/#imagepullbackoff',
  facts: z.object({ image: z.string(), node: z.string().nullable(), text: z.string() }),
  message: ({ image, node, text }) =>
    `${node === null ? 'Its node' : `Node ${node}`} refuses image ${image}: its signature is not accepted` +
    (text === '' ? '' : ` (${text})`),
  fixes: (_facts, { subject, object }) => [
    { text: "See which rule of the node's policy refuses it", command: describe(object) },
    { text: 'Sign the image with a key that the policy accepts, and push the signature', command: null },
    correctTemplate(subject, 'the image: name one that is signed', 'image'),
  ],
  *find(pod, view) {
    for (const pull of view.shared(failedPulls)(pod)) {
      const since = unreadySince(pod);
      if (pull.class !== 'signature' || (since !== null && view.age(since) < 30 * SECOND_MS)) continue;
      const { container, image, text, seen } = pull;
      yield {
        cause: image,
        container,
        severity: isDownAlone(pod) ? 'critical' : 'high',
        since,
        facts: { image, node: pod.spec?.nodeName ?? null, text },
        evidence: [...seen],
      };
    }
  },
});
