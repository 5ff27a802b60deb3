import { z } from 'zod';
import { nearMisses } from '../../base/near-miss.ts';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

/** What OpenShift makes for each account, and makes anew. */
const GENERATED = /-dockercfg-[a-z0-9]{5}$/;

export const serviceAccountPullSecretMissing = defineCheck({
  id: 'service-account-pull-secret-missing',
  title: 'Pull secret of the ServiceAccount does not exist',
  severity: 'low',
  level: 'cause',
  subject: 'ServiceAccount',
  reads: ['Secret', 'Pod'],
  source:
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#add-imagepullsecrets-to-a-service-account',
  facts: z.object({ secret: z.string(), namespace: z.string(), similar: z.array(z.string()) }),
  message: ({ secret, namespace, similar }) =>
    `Pull secret ${secret} does not exist in namespace ${namespace}: new pods of the ServiceAccount will pull without it` +
    (similar.length > 0 ? `; did you mean ${similar.join(' or ')}?` : ''),
  fixes: ({ secret }, { object }) => [
    { text: 'Correct imagePullSecrets', command: kubectl('edit', ...inNamespaceOf(object), target(object)) },
    {
      text: 'Or create the Secret, with the real account',
      command: kubectl(
        ...['create', 'secret', 'docker-registry', secret, ...inNamespaceOf(object)],
        ...['--docker-server=REGISTRY', '--docker-username=USER', '--docker-password=PASSWORD'],
      ),
    },
  ],
  *find(account, view) {
    const { namespace = '', creationTimestamp } = account.metadata;
    const wanted = account.imagePullSecrets ?? [];
    if (wanted.length === 0) return;
    if (creationTimestamp !== undefined && view.age(creationTimestamp) < 2 * MINUTE_MS) return;
    for (const [index, { name }] of wanted.entries()) {
      if (!name || GENERATED.test(name) || view.get('Secret', namespace, name).state !== 'missing') continue;
      // Its pods name the Secret themselves, and are judged by it.
      const pods = view.inNamespace('Pod', namespace);
      if (pods.some(({ spec }) => spec?.imagePullSecrets?.some((one) => one.name === name))) continue;
      const names = view.inNamespace('Secret', namespace).map(({ metadata }) => metadata.name);
      yield {
        cause: name,
        // Nothing pulls with it for now.
        latent: true,
        shared: refTo('Secret', namespace, name),
        facts: { secret: name, namespace, similar: [...nearMisses(name, names)] },
        evidence: [{ path: `imagePullSecrets[${index}].name`, value: name }],
      };
    }
  },
});
