import { z } from 'zod';
import { saysReferenceMissing } from '../../kube/config/missing-references.ts';
import { containersOf } from '../../kube/containers.ts';
import { describe } from '../../kube/kubectl.ts';
import { isDownAlone } from '../../kube/runtime/ends.ts';
import { kubeletText, shortened } from '../../kube/startup/kubelet-text.ts';
import { unreadySince } from '../../kube/startup/pod-start.ts';
import { hasWaiting } from '../../kube/startup/waiting.ts';
import { suspects } from '../../kube/suspects.ts';
import { SECOND_MS } from '../../kube/time.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

const REASONS = new Set(['CreateContainerConfigError']);

export const podCreateConfigError = defineCheck({
  id: 'pod-create-config-error',
  title: 'Container configuration is refused',
  severity: 'high',
  level: 'failure',
  subject: 'Pod',
  among: suspects,
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
  facts: z.object({ container: z.string(), text: z.string(), nonRoot: z.boolean() }),
  message: ({ container, text }) =>
    `The kubelet refuses to configure container ${container}${text === '' ? '' : `: ${text}`}`,
  fixes: ({ nonRoot }, { subject, object }) => [
    ...(nonRoot ? [correctTemplate(subject, 'the securityContext (a runAsUser other than 0)')] : []),
    { text: 'See the events of the pod', command: describe(object) },
  ],
  *find(pod, view) {
    if (!hasWaiting(pod, REASONS)) return;
    const since = unreadySince(pod);
    if (since !== null && view.age(since) < 30 * SECOND_MS) return;
    for (const { name, status, statusPath } of containersOf(pod)) {
      const { reason, message = '' } = status?.state?.waiting ?? {};
      // A missing ConfigMap, Secret or key has a check of its own, which knows more.
      if (!REASONS.has(reason ?? '') || saysReferenceMissing(message)) continue;
      yield {
        cause: name,
        container: name,
        severity: isDownAlone(pod) ? 'critical' : 'high',
        since,
        facts: {
          container: name,
          text: shortened(kubeletText(message)),
          nonRoot: /non-root|runAsNonRoot/.test(message),
        },
        evidence: [
          { path: `${statusPath}.state.waiting.reason`, value: reason },
          { path: `${statusPath}.state.waiting.message`, value: message },
        ],
      };
    }
  },
});
