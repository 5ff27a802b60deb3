import { z } from 'zod';
import { runningContainersOf } from '../../kube/containers.ts';
import { describe, inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { endEvidence, isDownAlone, isLooping, restartsText } from '../../kube/runtime/ends.ts';
import { hookFailureOf } from '../../kube/startup/hooks.ts';
import { suspects } from '../../kube/suspects.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const containerHookFailed = defineCheck({
  id: 'container-hook-failed',
  title: 'Lifecycle hook of the container fails',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: suspects,
  reads: ['Event'],
  source: 'https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/',
  facts: z.object({ container: z.string(), hook: z.enum(['postStart', 'preStop']), restarts: z.int() }),
  message: ({ container, hook, restarts }) =>
    hook === 'postStart'
      ? `Container ${container} is killed after each start, because its postStart hook fails (${restartsText(restarts)})`
      : `The preStop hook of container ${container} fails each time that it is stopped (${restartsText(restarts)}), so it gets no time to end well`,
  fixes: ({ container, hook }, { subject, object }) => [
    ...(hook === 'postStart'
      ? [
          {
            text: 'Read what the container wrote; what the hook wrote is in no log',
            command: kubectl('logs', ...inNamespaceOf(object), object.name, '-c', container, '--previous'),
          },
        ]
      : []),
    correctTemplate(subject, `the ${hook} hook: its command must be in the image and end with exit code 0`),
    { text: 'See the events of the pod', command: describe(object) },
  ],
  *find(pod, view) {
    for (const container of runningContainersOf(pod)) {
      const { name, status } = container;
      const restarts = status?.restartCount ?? 0;
      const failure = hookFailureOf(view.warnings('Event', pod), container);
      if (failure === undefined) continue;
      const { hook, event, since } = failure;
      const waits = status?.state?.waiting?.reason === 'PostStartHookError';
      if (hook === 'postStart' && !waits && !isLooping(container, pod, view.takenAtMs)) continue;
      if (hook === 'preStop' && restarts < 2) continue;
      yield {
        cause: `${name}/${hook}`,
        container: name,
        latent: hook === 'preStop',
        severity: hook === 'preStop' ? 'medium' : isDownAlone(pod) ? 'critical' : 'high',
        since,
        facts: { container: name, hook, restarts },
        evidence: [{ object: event, path: 'message', value: event.message }, ...endEvidence(container)],
      };
    }
  },
});
