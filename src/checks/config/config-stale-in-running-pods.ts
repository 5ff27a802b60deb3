import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { lastWritten, ranBefore, type StaleUse, staleUses } from '../../kube/config/stale-uses.ts';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { type ObjectRef, refTo } from '../../kube/object-ref.ts';
import { isActive, isReady } from '../../kube/pods.ts';
import { defineCheck } from '../define-check.ts';

const RESTARTED: ReadonlySet<string> = new Set(['DaemonSet', 'Deployment', 'StatefulSet']);

export const configStaleInRunningPods = defineCheck({
  id: 'config-stale-in-running-pods',
  title: 'Pods run with an older state of their configuration',
  severity: 'low',
  level: 'state',
  subject: 'Pod',
  consults: ['ConfigMap', 'Secret'],
  source: 'https://kubernetes.io/docs/concepts/configuration/configmap/#mounted-configmaps-are-updated-automatically',
  facts: z.object({
    kind: z.enum(['ConfigMap', 'Secret']),
    name: z.string(),
    changed: z.string(),
    started: z.string(),
    through: z.array(z.string()),
  }),
  message: ({ kind, name, changed, started, through }) =>
    `${kind} ${name} was written at ${changed}, after the container was started at ${started}, which took its values ` +
    `once, through ${listText(through, 3)}`,
  fixes: ({ kind, name }, { subject, object }) => [
    {
      text: 'See whether anything that the pods use differs; then restart them one after the other',
      command:
        restart(subject) ??
        kubectl('get', ...inNamespaceOf(object), target(refTo(kind, object.namespace, name)), '-o', 'yaml'),
    },
  ],
  *find(pod, view) {
    if (!isActive(pod) || !isReady(pod)) return;
    const namespace = pod.metadata.namespace ?? '';
    if (!ranBefore(pod, view.shared(lastWritten).get(namespace) ?? 0)) return;
    const changedAt = (kind: StaleUse['kind'], name: string) => {
      const found = view.get(kind, namespace, name);
      return found.state === 'found' ? found.object.changedAt : undefined;
    };
    for (const { kind, name, changed, started, through } of staleUses(pod, changedAt, view.takenAtMs)) {
      yield {
        cause: `${kind}/${name}`,
        // Who wrote it last may have written something else.
        confidence: 'possible',
        latent: true,
        since: changed,
        facts: { kind, name, changed, started, through: [...through] },
        evidence: [
          { object: refTo(kind, namespace, name), path: 'metadata.managedFields[].time', value: changed },
          { path: 'status.containerStatuses[].state.running.startedAt', value: started },
        ],
      };
    }
  },
});

function restart(subject: ObjectRef): string | null {
  if (!RESTARTED.has(subject.kind)) return null;
  return kubectl('rollout', 'restart', ...inNamespaceOf(subject), target(subject));
}
