import { z } from 'zod';
import { describe } from '../../kube/kubectl.ts';
import { isDownAlone } from '../../kube/runtime/ends.ts';
import { unreadySince } from '../../kube/startup/pod-start.ts';
import { startErrorsOf } from '../../kube/startup/start-errors.ts';
import { suspects } from '../../kube/suspects.ts';
import { SECOND_MS } from '../../kube/time.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const podCreateContainerError = defineCheck({
  id: 'pod-create-container-error',
  title: 'Container runtime refuses the container',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: suspects,
  source: 'https://kubernetes.io/docs/tasks/debug/debug-application/debug-pods/',
  facts: z.object({ container: z.string(), reason: z.string(), text: z.string() }),
  message: ({ container, reason, text }) =>
    `Container ${container} cannot be ${reason === 'StartError' ? 'started' : 'created'} (${reason})${text === '' ? '' : `: ${text}`}`,
  fixes: (_facts, { subject, object }) => [
    { text: 'See the whole text of the runtime in the events', command: describe(object) },
    correctTemplate(subject, 'the mounts, profiles or limits of the container'),
  ],
  *find(pod, view) {
    const since = unreadySince(pod);
    if (since !== null && view.age(since) < 30 * SECOND_MS) return;
    for (const { container, reason, text, command, seen } of startErrorsOf(pod, (time) => view.age(time))) {
      if (command !== null) continue;
      yield {
        cause: container,
        container,
        severity: isDownAlone(pod) ? 'critical' : 'high',
        since,
        facts: { container, reason, text },
        evidence: [...seen],
      };
    }
  },
});
