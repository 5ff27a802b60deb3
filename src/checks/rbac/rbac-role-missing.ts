import { z } from 'zod';
import { nearMisses } from '../../base/near-miss.ts';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { accountsOf, BINDING_KINDS, isBootstrap, roleOf } from '../../kube/rbac/bindings.ts';
import { observedRefusals } from '../../kube/rbac/observed-refusals.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const rbacRoleMissing = defineCheck({
  id: 'rbac-role-missing',
  title: 'Role of the binding does not exist',
  severity: 'medium',
  level: 'cause',
  subject: BINDING_KINDS,
  consults: ['ClusterRole', 'Event', 'Role'],
  source: 'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#rolebinding-and-clusterrolebinding',
  facts: z.object({
    kind: z.string(),
    role: z.string(),
    namespace: z.string().nullable(),
    accounts: z.array(z.string()),
    /** True where one of the accounts is being refused something now. */
    refused: z.boolean(),
    similar: z.array(z.string()),
  }),
  message: ({ kind, role, namespace, accounts, refused, similar }) =>
    `${kind} ${role} does not exist${namespace === null ? '' : ` in namespace ${namespace}`}, so the binding gives no right` +
    (accounts.length === 0 ? '' : ` to ${accounts.join(', ')}`) +
    (refused ? ', which is being refused requests' : '') +
    (similar.length > 0 ? `; did you mean ${similar.join(' or ')}?` : ''),
  fixes: ({ kind, role, similar }, { object }) => [
    {
      text: 'Create the role with the rights that are needed',
      command: kubectl(
        ...['create', kind.toLowerCase(), role],
        ...(kind === 'Role' ? inNamespaceOf(object) : []),
        ...['--verb=get,list', '--resource=RESOURCES'],
      ),
    },
    {
      text: `Or make the binding again${similar.length > 0 ? ` with ${similar[0]}` : ''}: its roleRef cannot be changed`,
      command: kubectl('get', ...inNamespaceOf(object), target(object), '-o', 'yaml'),
    },
  ],
  *find(binding, view) {
    const { creationTimestamp, deletionTimestamp } = binding.metadata;
    if (isBootstrap(binding) || deletionTimestamp !== undefined) return;
    if (creationTimestamp !== undefined && view.age(creationTimestamp) < MINUTE_MS) return;
    const role = roleOf(binding);
    if (role === null || view.get(role.kind, role.namespace, role.name).state !== 'missing') return;
    const siblings =
      role.kind === 'ClusterRole' ? view.all('ClusterRole') : view.inNamespace('Role', role.namespace ?? '');
    const accounts = accountsOf(binding);
    const refusals = view.shared(observedRefusals);
    const refused = accounts.some(({ namespace, name }) => refusals.has(`${namespace}/${name}`));
    yield {
      cause: `${role.kind} ${role.name}`,
      severity: refused ? 'high' : 'medium',
      shared: { apiVersion: role.apiVersion, kind: role.kind, namespace: role.namespace, name: role.name },
      facts: {
        kind: role.kind,
        role: role.name,
        namespace: role.namespace,
        accounts: accounts.slice(0, 3).map(({ namespace, name }) => `ServiceAccount ${namespace}/${name}`),
        refused,
        similar: [
          ...nearMisses(
            role.name,
            siblings.map(({ metadata }) => metadata.name),
          ),
        ],
      },
      evidence: [{ path: 'roleRef', value: `${role.kind}/${role.name}` }],
    };
  },
});
