import { z } from 'zod';
import { nearMisses } from '../../base/near-miss.ts';
import { describe, inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { accountsOf, BINDING_KINDS, isBootstrap } from '../../kube/rbac/bindings.ts';
import { DAY_MS, MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const rbacSubjectMissing = defineCheck({
  id: 'rbac-subject-missing',
  title: 'ServiceAccount of the binding does not exist',
  severity: 'low',
  level: 'cause',
  subject: BINDING_KINDS,
  reads: ['ServiceAccount'],
  source: 'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects',
  facts: z.object({
    account: z.string(),
    namespace: z.string(),
    similar: z.array(z.string()),
    elsewhere: z.string().nullable(),
  }),
  message: ({ account, namespace, similar, elsewhere }) =>
    `ServiceAccount ${account} does not exist in namespace ${namespace}, so nobody has the rights of the binding` +
    (elsewhere === null ? '' : `; there is one of that name in namespace ${elsewhere}`) +
    (similar.length > 0 ? `; did you mean ${similar.join(' or ')}?` : ''),
  fixes: ({ account, namespace, similar, elsewhere }, { object }) => [
    ...(elsewhere === null
      ? []
      : [
          {
            text: `Name the one in namespace ${elsewhere} among the subjects, if it is meant`,
            command: kubectl(
              ...['set', 'subject', object.kind.toLowerCase(), object.name, ...inNamespaceOf(object)],
              `--serviceaccount=${elsewhere}:${account}`,
            ),
          },
        ]),
    similar.length > 0
      ? { text: 'Correct the name in subjects', command: describe(object) }
      : {
          text: 'Create the ServiceAccount, or delete the binding if what used it is gone',
          command: kubectl('create', 'serviceaccount', account, '-n', namespace),
        },
  ],
  *find(binding, view) {
    const { creationTimestamp, deletionTimestamp, namespace: own } = binding.metadata;
    if (isBootstrap(binding) || own === 'kube-system' || deletionTimestamp !== undefined) return;
    if (creationTimestamp !== undefined && view.age(creationTimestamp) < 5 * MINUTE_MS) return;
    const accounts = accountsOf(binding);
    const missing = accounts.filter(
      ({ namespace, name }) =>
        name !== 'default' &&
        namespace !== 'kube-system' &&
        view.get('ServiceAccount', namespace, name).state === 'missing',
    );
    // A binding that works for somebody may name others in advance.
    const isDead = missing.length === (binding.subjects ?? []).length;
    const isOld = creationTimestamp === undefined || view.age(creationTimestamp) > 30 * DAY_MS;
    for (const { namespace, name, path } of missing) {
      const others = view.inNamespace('ServiceAccount', namespace).map(({ metadata }) => metadata.name);
      const bound = new Set(accounts.filter((one) => one.namespace === namespace).map((one) => one.name));
      const similar = nearMisses(
        name,
        others.filter((other) => other !== 'default' && !bound.has(other)),
      );
      if (similar.length === 0 && (!isDead || isOld)) continue;
      const namesakes = view.all('ServiceAccount').filter(({ metadata }) => metadata.name === name);
      const elsewhere = namesakes.find(({ metadata }) => metadata.namespace === own) ?? alone(namesakes);
      yield {
        cause: `${namespace}/${name}`,
        facts: { account: name, namespace, similar: [...similar], elsewhere: elsewhere?.metadata.namespace ?? null },
        evidence: [{ path: `${path}.name`, value: name }],
      };
    }
  },
});

function alone<T>(list: readonly T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined;
}
