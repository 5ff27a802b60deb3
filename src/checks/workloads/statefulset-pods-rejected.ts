import { z } from 'zod';
import { countText } from '../../base/list-text.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { standingRejections } from '../../kube/startup/standing-rejections.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const statefulsetPodsRejected = defineCheck({
  id: 'statefulset-pods-rejected',
  title: 'Kubelet refuses each new pod of the StatefulSet',
  severity: 'high',
  level: 'cause',
  subject: 'StatefulSet',
  reads: ['Event'],
  source: 'https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/controller/statefulset/stateful_set_control.go',
  facts: z.object({ pod: z.string(), reason: z.string(), text: z.string(), times: z.int() }),
  message: ({ pod, reason, text, times }) =>
    `The kubelet refuses pod ${pod} (${reason}): ${text}; the controller has made it anew ${countText(times, 'time')} in vain`,
  fixes: ({ reason }, { subject, object }) => [
    correctTemplate(subject, 'what the kubelet refuses'),
    {
      text: 'See the refusals',
      command: kubectl('get', 'events', ...inNamespaceOf(object), `--field-selector=reason=${reason}`),
    },
  ],
  *find(set, view) {
    const { namespace = '', name } = set.metadata;
    const ready = set.status?.readyReplicas ?? 0;
    if (set.metadata.deletionTimestamp !== undefined || ready >= (set.spec?.replicas ?? 1)) return;
    for (const { pod, reason, event, times, since } of view.shared(standingRejections).get(`${namespace}/${name}`) ??
      []) {
      yield {
        cause: `${reason} ${pod}`,
        severity: ready === 0 ? 'critical' : 'high',
        since,
        // At the moment of a look the pod may be there, or not.
        explains: [refTo('Pod', namespace, pod)],
        facts: { pod, reason, text: event.message?.replace(/\.$/, '') ?? 'it gives no reason', times },
        evidence: [{ object: event, path: 'message', value: event.message }],
      };
    }
  },
});
