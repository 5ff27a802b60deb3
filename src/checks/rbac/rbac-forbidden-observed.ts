import { z } from 'zod';
import { countText } from '../../base/list-text.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { refOf } from '../../kube/object-ref.ts';
import { BINDING_KINDS, roleOf } from '../../kube/rbac/bindings.ts';
import { bindingsByAccount, observedRefusals } from '../../kube/rbac/observed-refusals.ts';
import { refusedText } from '../../kube/rbac/refusal.ts';
import { timeMs } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const rbacForbiddenObserved = defineCheck({
  id: 'rbac-forbidden-observed',
  title: 'ServiceAccount is refused what it asks for',
  severity: 'high',
  level: 'cause',
  subject: 'ServiceAccount',
  reads: ['Event'],
  consults: ['ClusterRole', 'Role', ...BINDING_KINDS],
  source: 'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources',
  facts: z.object({
    verb: z.string(),
    resource: z.string(),
    group: z.string(),
    namespace: z.string().nullable(),
    wish: z.string(),
    count: z.int(),
  }),
  message: ({ wish, count }) =>
    `It may not ${wish}, and was refused that ${countText(count, 'time')} within the last hour`,
  fixes: ({ verb, resource, group, namespace }, { object }) => [
    {
      text: 'See whether it may, as the API server answers now',
      command: kubectl(
        ...['auth', 'can-i', verb, group === '' ? resource : `${resource}.${group}`],
        ...(namespace === null ? ['-A'] : ['-n', namespace]),
        `--as=system:serviceaccount:${object.namespace ?? ''}:${object.name}`,
      ),
    },
    {
      text: 'Make a role with exactly this right, and then bind the ServiceAccount to it',
      command: kubectl(
        ...[
          'create',
          namespace === null ? 'clusterrole' : 'role',
          `${object.name}-${verb}-${resource.replace(/\W+/g, '-')}`,
        ],
        ...(namespace === null ? [] : ['-n', namespace]),
        ...[`--verb=${verb}`, `--resource=${group === '' ? resource : `${resource.split('/')[0]}.${group}`}`],
      ),
    },
  ],
  *find(account, view) {
    const { namespace = '', name } = account.metadata;
    const key = `${namespace}/${name}`;
    const refusals = view.shared(observedRefusals).get(key);
    if (refusals === undefined) return;
    const bindings = view.shared(bindingsByAccount).get(key) ?? [];
    const roles = bindings.map((binding) => ({ binding, role: roleOf(binding) }));
    const broken = roles.filter(
      ({ role }) => role !== null && view.get(role.kind, role.namespace, role.name).state === 'missing',
    );
    for (const { refusal, count, since, lastSeen, event } of refusals) {
      // One refusal passes; and a binding that was made since may have given the right.
      if (
        count < 2 ||
        refusal.resource === '' ||
        bindings.some((one) => isLater(one.metadata.creationTimestamp, lastSeen))
      )
        continue;
      const { verb, resource, group } = refusal;
      yield {
        cause: refusedText(refusal),
        since,
        explainedBy: broken.map(({ binding }) => refOf(binding)),
        facts: { verb, resource, group, namespace: refusal.namespace, wish: refusedText(refusal), count },
        evidence: [{ object: event, path: 'message', value: event.message }],
      };
    }
  },
});

function isLater(time: string | undefined, than: string | null): boolean {
  return (timeMs(time) ?? 0) > (timeMs(than) ?? Number.POSITIVE_INFINITY);
}
