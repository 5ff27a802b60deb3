import { z } from 'zod';
import { missingSecrets } from '../../kube/config/missing-in-pods.ts';
import { needText } from '../../kube/config/missing-references.ts';
import { secretMakers } from '../../kube/custom/secret-makers.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { nearNames } from '../../kube/near-names.ts';
import { refTo } from '../../kube/object-ref.ts';
import { isDownAlone } from '../../kube/runtime/ends.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

/** So long may an operator or a Helm hook take to make it, where no kubelet complains yet. */
const GRACE_MS = 2 * MINUTE_MS;

export const secretMissing = defineCheck({
  id: 'secret-missing',
  title: 'Secret does not exist',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: (view) => new Set(view.shared(missingSecrets).objects.keys()),
  consults: ['Certificate', 'Event', 'ExternalSecret', 'Secret'],
  source: 'https://kubernetes.io/docs/concepts/configuration/secret/#using-a-secret',
  facts: z.object({
    secret: z.string(),
    namespace: z.string(),
    keys: z.array(z.string()),
    neededBy: z.string(),
    running: z.boolean(),
    similar: z.array(z.string()),
  }),
  message: (facts, { subject }) =>
    `Secret ${facts.secret} does not exist in namespace ${facts.namespace}${needText(facts, subject.kind === 'Secret')}`,
  fixes: ({ secret, keys, similar }, { subject, object }) => [
    ...(similar.length > 0 ? [correctTemplate(subject, 'the name')] : []),
    {
      text: 'See whether another namespace has it',
      command: kubectl('get', 'secrets', '-A', `--field-selector=metadata.name=${secret}`),
    },
    {
      text: 'Create it, with the real values',
      command: kubectl(
        ...['create', 'secret', 'generic', secret],
        ...inNamespaceOf(object),
        ...(keys.length > 0 ? keys : ['KEY']).map((key) => `--from-literal=${key}=VALUE`),
      ),
    },
  ],
  *find(pod, view) {
    const { namespace = '', creationTimestamp } = pod.metadata;
    const near = view.shared(nearNames);
    for (const missing of view.shared(missingSecrets).objects.get(pod) ?? []) {
      const { name, keys, container, neededBy, blocking, running, since, said, seen } = missing;
      const young = creationTimestamp !== undefined && view.age(creationTimestamp) < GRACE_MS;
      if (young && !said) continue;
      yield {
        cause: name,
        shared: refTo('Secret', namespace, name),
        latent: !blocking,
        // What should make it, where that is in trouble itself.
        explainedBy: view.shared(secretMakers)(namespace, name),
        severity: blocking && isDownAlone(pod) ? 'critical' : 'high',
        container: container ?? undefined,
        since,
        facts: {
          secret: name,
          namespace,
          keys,
          neededBy,
          running,
          similar: near(`Secret/${namespace}`, name, () =>
            view.inNamespace('Secret', namespace).map((other) => other.metadata.name),
          ),
        },
        evidence: [...seen],
      };
    }
  },
});
