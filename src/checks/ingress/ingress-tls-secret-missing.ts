import { z } from 'zod';
import { nearMisses } from '../../base/near-miss.ts';
import { secretMakers } from '../../kube/custom/secret-makers.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

/** How long a certificate manager may take to make the Secret of a new Ingress. */
const PATIENCE_MS = 2 * MINUTE_MS;

export const ingressTlsSecretMissing = defineCheck({
  id: 'ingress-tls-secret-missing',
  title: 'TLS Secret of the Ingress does not exist',
  severity: 'high',
  level: 'cause',
  subject: 'Ingress',
  reads: ['Secret'],
  consults: ['Certificate', 'ExternalSecret'],
  source: 'https://kubernetes.io/docs/concepts/services-networking/ingress/#tls',
  facts: z.object({
    secret: z.string(),
    namespace: z.string(),
    hosts: z.array(z.string()),
    similar: z.array(z.string()),
  }),
  message: ({ secret, namespace, hosts, similar }) =>
    `Secret ${secret} with the certificate for ${hosts.length > 0 ? hosts.join(', ') : 'all hosts'} does not exist in namespace ${namespace}` +
    (similar.length > 0 ? `; did you mean ${similar.join(' or ')}?` : ''),
  fixes: ({ secret }, { object }) => [
    {
      text: 'Create the Secret from certificate and key, or see why the certificate manager has not',
      command: kubectl(
        'create',
        'secret',
        'tls',
        secret,
        ...inNamespaceOf(object),
        '--cert=PATH/TO/tls.crt',
        '--key=PATH/TO/tls.key',
      ),
    },
    {
      text: 'See which TLS Secrets there are',
      command: kubectl('get', 'secrets', ...inNamespaceOf(object), '--field-selector', 'type=kubernetes.io/tls'),
    },
  ],
  *find(ingress, view) {
    const { namespace = '', creationTimestamp, deletionTimestamp } = ingress.metadata;
    const young = creationTimestamp !== undefined && view.age(creationTimestamp) < PATIENCE_MS;
    if (young || deletionTimestamp !== undefined) return;
    const seen = new Set<string>();
    for (const [index, { secretName, hosts = [] }] of (ingress.spec?.tls ?? []).entries()) {
      // A name with a namespace in it is some controllers' own language.
      if (!secretName || secretName.includes('/') || seen.has(secretName)) continue;
      seen.add(secretName);
      if (view.get('Secret', namespace, secretName).state !== 'missing') continue;
      const names = view.inNamespace('Secret', namespace).map(({ metadata }) => metadata.name);
      yield {
        cause: secretName,
        shared: refTo('Secret', namespace, secretName),
        explainedBy: view.shared(secretMakers)(namespace, secretName),
        facts: {
          secret: secretName,
          namespace,
          hosts: [...hosts],
          similar: [...nearMisses(secretName, names)],
        },
        evidence: [{ path: `spec.tls[${index}].secretName`, value: secretName }],
      };
    }
  },
});
