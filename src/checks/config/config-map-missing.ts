import { z } from 'zod';
import { nearMisses } from '../../base/near-miss.ts';
import { describe, inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { isActive, isReady } from '../../kube/pods.ts';
import { configReferencesOf } from '../../kube/references.ts';
import { defineCheck } from '../define-check.ts';

export const configMapMissing = defineCheck({
  id: 'config-map-missing',
  title: 'ConfigMap does not exist',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  reads: ['ConfigMap'],
  source: 'https://kubernetes.io/docs/concepts/configuration/configmap/#using-configmaps',
  facts: z.object({
    configMap: z.string(),
    namespace: z.string(),
    usedBy: z.string(),
    similar: z.array(z.string()),
    running: z.boolean(),
  }),
  message: ({ configMap, namespace, usedBy, similar, running }) =>
    `ConfigMap ${configMap} does not exist in namespace ${namespace}, and ${usedBy} needs it` +
    (running ? ' at the next start' : '') +
    (similar.length > 0 ? `; did you mean ${similar.join(' or ')}?` : ''),
  fixes: ({ configMap, similar }, { subject, object }) => [
    similar.length > 0
      ? {
          text: 'Correct the name in the workload',
          command: kubectl('edit', ...inNamespaceOf(subject), `${subject.kind.toLowerCase()}/${subject.name}`),
        }
      : {
          text: 'Create the ConfigMap',
          command: kubectl('create', 'configmap', configMap, ...inNamespaceOf(object), '--from-literal=KEY=VALUE'),
        },
    { text: 'See what the pod waits for', command: describe(object) },
  ],
  *find(pod, view) {
    if (!isActive(pod)) return;
    const namespace = pod.metadata.namespace ?? '';
    const seen = new Set<string>();
    for (const { kind, name, container, optional, path } of configReferencesOf(pod)) {
      if (kind !== 'ConfigMap' || optional || seen.has(name)) continue;
      if (view.get('ConfigMap', namespace, name).state !== 'missing') continue;
      seen.add(name);
      const running = isReady(pod);
      yield {
        cause: name,
        shared: refTo('ConfigMap', namespace, name),
        latent: running,
        container: container ?? undefined,
        facts: {
          configMap: name,
          namespace,
          usedBy: container === null ? 'a volume' : `container ${container}`,
          similar: [
            ...nearMisses(
              name,
              view.inNamespace('ConfigMap', namespace).map((other) => other.metadata.name),
            ),
          ],
          running,
        },
        evidence: [{ path, value: name }],
      };
    }
  },
});
