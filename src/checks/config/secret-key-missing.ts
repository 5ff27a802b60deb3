import { z } from 'zod';
import { missingSecrets } from '../../kube/config/missing-in-pods.ts';
import { needText, similarKeys } from '../../kube/config/missing-references.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { isDownAlone } from '../../kube/runtime/ends.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const secretKeyMissing = defineCheck({
  id: 'secret-key-missing',
  title: 'Secret does not have the key',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: (view) => new Set(view.shared(missingSecrets).keys.keys()),
  consults: ['Secret', 'Event'],
  source: 'https://kubernetes.io/docs/concepts/configuration/secret/#restrictions-secret',
  facts: z.object({
    secret: z.string(),
    key: z.string(),
    neededBy: z.string(),
    running: z.boolean(),
    similar: z.array(z.string()),
  }),
  message: (facts, { subject }) =>
    `Secret ${facts.secret} has no key ${facts.key}${needText(facts, subject.kind === 'Secret')}`,
  fixes: ({ secret, key, similar }, { subject, object }) => [
    ...(similar.length > 0 ? [correctTemplate(subject, 'the key')] : []),
    {
      text: 'See which keys it has',
      command: kubectl('describe', 'secret', secret, ...inNamespaceOf(object)),
    },
    {
      text: `Add the key ${key} to it`,
      command: kubectl('edit', 'secret', secret, ...inNamespaceOf(object)),
    },
  ],
  *find(pod, view) {
    const namespace = pod.metadata.namespace ?? '';
    for (const missing of view.shared(missingSecrets).keys.get(pod) ?? []) {
      const { name, key, container, neededBy, blocking, running, since, seen } = missing;
      const lookup = view.get('Secret', namespace, name);
      const keys = lookup.state === 'found' ? lookup.object.keys : undefined;
      const known = keys === undefined ? [] : [{ object: refTo('Secret', namespace, name), path: 'keys', value: keys }];
      yield {
        cause: `${name}/${key}`,
        shared: refTo('Secret', namespace, name),
        latent: !blocking,
        severity: blocking && isDownAlone(pod) ? 'critical' : 'high',
        container: container ?? undefined,
        since,
        facts: { secret: name, key, neededBy, running, similar: keys === undefined ? [] : similarKeys(key, keys) },
        evidence: [...seen, ...known],
      };
    }
  },
});
