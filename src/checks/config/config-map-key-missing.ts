import { z } from 'zod';
import { missingConfigMaps } from '../../kube/config/missing-in-pods.ts';
import { needText, similarKeys } from '../../kube/config/missing-references.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { isDownAlone } from '../../kube/runtime/ends.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const configMapKeyMissing = defineCheck({
  id: 'config-map-key-missing',
  title: 'ConfigMap does not have the key',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: (view) => new Set(view.shared(missingConfigMaps).keys.keys()),
  consults: ['ConfigMap', 'Event'],
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap/#restrictions',
  facts: z.object({
    configMap: z.string(),
    key: z.string(),
    neededBy: z.string(),
    running: z.boolean(),
    similar: z.array(z.string()),
  }),
  message: (facts, { subject }) =>
    `ConfigMap ${facts.configMap} has no key ${facts.key}${needText(facts, subject.kind === 'ConfigMap')}`,
  fixes: ({ configMap, key, similar }, { subject, object }) => [
    ...(similar.length > 0 ? [correctTemplate(subject, 'the key')] : []),
    {
      text: 'See which keys it has',
      command: kubectl('describe', 'configmap', configMap, ...inNamespaceOf(object)),
    },
    {
      text: `Add the key ${key} to it`,
      command: kubectl('edit', 'configmap', configMap, ...inNamespaceOf(object)),
    },
  ],
  *find(pod, view) {
    const namespace = pod.metadata.namespace ?? '';
    for (const missing of view.shared(missingConfigMaps).keys.get(pod) ?? []) {
      const { name, key, container, neededBy, blocking, running, since, seen } = missing;
      const lookup = view.get('ConfigMap', namespace, name);
      const keys = lookup.state === 'found' ? lookup.object.keys : undefined;
      const known =
        keys === undefined ? [] : [{ object: refTo('ConfigMap', namespace, name), path: 'keys', value: keys }];
      yield {
        cause: `${name}/${key}`,
        shared: refTo('ConfigMap', namespace, name),
        latent: !blocking,
        severity: blocking && isDownAlone(pod) ? 'critical' : 'high',
        container: container ?? undefined,
        since,
        facts: { configMap: name, key, neededBy, running, similar: keys === undefined ? [] : similarKeys(key, keys) },
        evidence: [...seen, ...known],
      };
    }
  },
});
