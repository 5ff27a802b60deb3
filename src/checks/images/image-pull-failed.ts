import { z } from 'zod';
import { failedPullsOf } from '../../kube/images/image-pulls.ts';
import { describe } from '../../kube/kubectl.ts';
import { isDownAlone } from '../../kube/runtime/ends.ts';
import { unreadySince } from '../../kube/startup/pod-start.ts';
import { suspects } from '../../kube/suspects.ts';
import { SECOND_MS } from '../../kube/time.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

const CLASSES = ['tls', 'rate-limited', 'platform', 'other', 'unknown'] as const;

const MEANINGS: Readonly<Record<(typeof CLASSES)[number], string>> = {
  tls: ': the node does not trust the certificate of its registry',
  'rate-limited': ': its registry was asked too often',
  platform: ": it has no variant for the node's platform",
  other: '',
  unknown: ', and neither its container nor an event says why',
};

const REPAIRS: Readonly<Record<(typeof CLASSES)[number], string | null>> = {
  tls: "Make the node's container runtime trust the registry's certificate, or renew the certificate",
  'rate-limited': 'Pull with an account of the registry, or through a mirror; the kubelet tries again by itself',
  platform: "Build the image for the node's platform too, or select nodes that it is built for",
  other: null,
  unknown: null,
};

export const imagePullFailed = defineCheck({
  id: 'image-pull-failed',
  title: 'Image cannot be pulled',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  consults: ['Event'],
  source: 'https://kubernetes.io/docs/concepts/containers/images/#imagepullbackoff',
  facts: z.object({ image: z.string(), class: z.enum(CLASSES), text: z.string() }),
  message: ({ image, class: kind, text }) =>
    `Image ${image} cannot be pulled${MEANINGS[kind]}` +
    (text === '' ? '' : kind === 'other' ? `: ${text}` : ` (${text})`),
  fixes: ({ class: kind }, { subject, object }) => {
    const repair = REPAIRS[kind];
    const look = { text: 'See the events of the pod', command: describe(object) };
    return [
      ...(repair === null ? [] : [{ text: repair, command: null }]),
      look,
      correctTemplate(subject, 'the image', 'image'),
    ];
  },
  *find(pod, view) {
    if (!view.shared(suspects).has(pod)) return;
    for (const pull of failedPullsOf(pod, () => view.warnings('Event', pod))) {
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
