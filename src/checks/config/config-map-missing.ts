import { z } from 'zod';
import { missingConfigMaps } from '../../kube/config/missing-in-pods.ts';
import { needText } from '../../kube/config/missing-references.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { nearNames } from '../../kube/near-names.ts';
import { refTo } from '../../kube/object-ref.ts';
import { isDownAlone } from '../../kube/runtime/ends.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

/** So long may an operator or a Helm hook take to make it, where no kubelet complains yet. */
const GRACE_MS = 2 * MINUTE_MS;

export const configMapMissing = defineCheck({
  id: 'config-map-missing',
  title: 'ConfigMap does not exist',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: (view) => new Set(view.shared(missingConfigMaps).objects.keys()),
  consults: ['ConfigMap', 'Event'],
  source: 'https://kubernetes.io/docs/concepts/configuration/configmap/#using-configmaps',
  facts: z.object({
    configMap: z.string(),
    namespace: z.string(),
    keys: z.array(z.string()),
    neededBy: z.string(),
    running: z.boolean(),
    similar: z.array(z.string()),
  }),
  message: (facts, { subject }) =>
    `ConfigMap ${facts.configMap} does not exist in namespace ${facts.namespace}${needText(facts, subject.kind === 'ConfigMap')}`,
  fixes: ({ configMap, keys, similar }, { subject, object }) => [
    ...(similar.length > 0 ? [correctTemplate(subject, 'the name')] : []),
    {
      text: 'See whether another namespace has it',
      command: kubectl('get', 'configmaps', '-A', `--field-selector=metadata.name=${configMap}`),
    },
    {
      text: 'Create it, with the real values',
      command: kubectl(
        ...['create', 'configmap', configMap],
        ...inNamespaceOf(object),
        ...(keys.length > 0 ? keys : ['KEY']).map((key) => `--from-literal=${key}=VALUE`),
      ),
    },
  ],
  *find(pod, view) {
    const { namespace = '', creationTimestamp } = pod.metadata;
    const near = view.shared(nearNames);
    for (const missing of view.shared(missingConfigMaps).objects.get(pod) ?? []) {
      const { name, keys, container, neededBy, blocking, running, since, said, seen } = missing;
      const young = creationTimestamp !== undefined && view.age(creationTimestamp) < GRACE_MS;
      if (young && !said) continue;
      yield {
        cause: name,
        shared: refTo('ConfigMap', namespace, name),
        latent: !blocking,
        severity: blocking && isDownAlone(pod) ? 'critical' : 'high',
        container: container ?? undefined,
        since,
        facts: {
          configMap: name,
          namespace,
          keys,
          neededBy,
          running,
          similar: near(`ConfigMap/${namespace}`, name, () =>
            view.inNamespace('ConfigMap', namespace).map((other) => other.metadata.name),
          ),
        },
        evidence: [...seen],
      };
    }
  },
});
