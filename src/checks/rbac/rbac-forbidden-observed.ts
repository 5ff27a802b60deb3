import { z } from 'zod';
import { countText } from '../../base/list-text.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { refOf } from '../../kube/object-ref.ts';
import { roleOf } from '../../kube/rbac/bindings.ts';
import { loggedRefusals } from '../../kube/rbac/logged-refusals.ts';
import { NEAR_MISSES, nearRight, type RoleView } from '../../kube/rbac/near-right.ts';
import { nearRightFacts, nearRightFixes, nearRightText } from '../../kube/rbac/near-right-words.ts';
import { bindingsByAccount, observedRefusals } from '../../kube/rbac/observed-refusals.ts';
import { type RbacRefusal, refusedText } from '../../kube/rbac/refusal.ts';
import { RIGHT_KINDS, rightNow } from '../../kube/rbac/rights.ts';
import { timeMs } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

const NamedRight = z.object({
  kind: z.enum(['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding']),
  namespace: z.string().nullable(),
  name: z.string(),
});

export const rbacForbiddenObserved = defineCheck({
  id: 'rbac-forbidden-observed',
  title: 'ServiceAccount is refused what it asks for',
  severity: 'high',
  level: 'cause',
  subject: 'ServiceAccount',
  reads: ['Event'],
  consults: ['ContainerLog', 'Pod', ...RIGHT_KINDS],
  source: 'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources',
  facts: z.object({
    verb: z.string(),
    resource: z.string(),
    group: z.string(),
    namespace: z.string().nullable(),
    wish: z.string(),
    count: z.int(),
    /** The container whose log says so; null where events do. */
    container: z.object({ pod: z.string(), name: z.string() }).nullable(),
    /** What would give it, were it not for one word; null where nothing is that near. */
    near: z
      .object({ miss: z.enum(NEAR_MISSES), at: NamedRight, role: NamedRight, instead: z.array(z.string()) })
      .nullable(),
  }),
  message: ({ wish, count, container, near, resource }) =>
    `It may not ${wish}, and ` +
    (container === null
      ? `was refused that ${countText(count, 'time')} within the last hour`
      : `container ${container.name} of pod ${container.pod} fails and writes that it was refused that`) +
    (near === null ? '' : `; ${nearRightText(near, { resource })}`),
  fixes: ({ verb, resource, group, namespace, near }, { object }) => [
    ...(near === null ? [] : nearRightFixes(near, object, namespace)),
    {
      text: 'See whether it may, as the API server answers now',
      command: kubectl(
        ...['auth', 'can-i', verb, group === '' ? resource : `${resource}.${group}`],
        ...(namespace === null ? ['-A'] : ['-n', namespace]),
        `--as=system:serviceaccount:${object.namespace ?? ''}:${object.name}`,
      ),
    },
    {
      text: `${near === null ? 'Make' : 'Or make'} a role with exactly this right, and then bind the ServiceAccount to it`,
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
    const refusals = view.shared(observedRefusals).get(key) ?? [];
    const logged = view.shared(loggedRefusals).get(key) ?? [];
    if (refusals.length === 0 && logged.length === 0) return;
    const bindings = view.shared(bindingsByAccount).get(key) ?? [];
    const roles = bindings.map((binding) => ({ binding, role: roleOf(binding) }));
    const broken = roles.filter(
      ({ role }) => role !== null && view.get(role.kind, role.namespace, role.name).state === 'missing',
    );
    const explainedByOf = (refusal: RbacRefusal) => {
      const near = broken.length > 0 ? undefined : nearRight(refusal, view);
      return near?.miss === 'other-account' ? [near.at] : broken.map(({ binding }) => refOf(binding));
    };
    // One refusal passes; and what was refused may be given since.
    const observed = refusals.filter(
      ({ refusal, count, lastSeen }) =>
        count >= 2 &&
        refusal.resource !== '' &&
        !bindings.some((one) => isLater(one.metadata.creationTimestamp, lastSeen)) &&
        rightNow(refusal, view) !== 'given',
    );
    for (const { refusal, count, since, event } of observed) {
      yield {
        cause: refusedText(refusal),
        since,
        explainedBy: explainedByOf(refusal),
        facts: { ...factsOf(refusal, count, view), container: null },
        evidence: [{ object: event, path: 'message', value: event.message }],
      };
    }
    const told = new Set(observed.map(({ refusal }) => refusedText(refusal)));
    for (const { refusal, count, line, log, isMissing } of logged) {
      if (told.has(refusedText(refusal))) continue;
      yield {
        cause: refusedText(refusal),
        confidence: isMissing ? 'certain' : 'likely',
        explainedBy: explainedByOf(refusal),
        facts: {
          ...factsOf(refusal, count, view),
          container: { pod: log.pod ?? '', name: log.container ?? '' },
        },
        evidence: [{ object: log, path: 'lines', value: line }],
      };
    }
  },
});

function factsOf(refusal: RbacRefusal, count: number, view: RoleView) {
  const { verb, resource, group, namespace } = refusal;
  const near = nearRight(refusal, view);
  return {
    ...{ verb, resource, group, namespace, wish: refusedText(refusal), count },
    near: near === undefined ? null : nearRightFacts(near),
  };
}

function isLater(time: string | undefined, than: string | null): boolean {
  return (timeMs(time) ?? 0) > (timeMs(than) ?? Number.POSITIVE_INFINITY);
}
