import { z } from 'zod';
import { kubectl } from '../../kube/kubectl.ts';
import { BINDING_KINDS, isBootstrap, roleOf } from '../../kube/rbac/bindings.ts';
import { selectorMatches, selectorText } from '../../kube/selectors.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const rbacAggregationEmpty = defineCheck({
  id: 'rbac-aggregation-empty',
  title: 'Aggregated ClusterRole gathers no rule',
  severity: 'low',
  level: 'cause',
  subject: 'ClusterRole',
  reads: BINDING_KINDS,
  source: 'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles',
  facts: z.object({ selectors: z.array(z.string()), bindings: z.array(z.string()) }),
  message: ({ selectors, bindings }) =>
    `No ClusterRole has the labels that it gathers rules from (${selectors.join(' or ')}), so ${bindings.join(' and ')} ${bindings.length === 1 ? 'gives' : 'give'} no right`,
  fixes: ({ selectors }, { object }) => [
    {
      text: 'Label the ClusterRoles that are meant, or correct the selector',
      command: kubectl('get', 'clusterroles', '-l', selectors[0] ?? ''),
    },
    { text: 'See the role', command: kubectl('get', 'clusterrole', object.name, '-o', 'yaml') },
  ],
  *find(role, view) {
    const selectors = role.aggregationRule?.clusterRoleSelectors ?? [];
    const { name, creationTimestamp } = role.metadata;
    if (selectors.length === 0 || (role.rules ?? []).length > 0 || isBootstrap(role)) return;
    if (creationTimestamp !== undefined && view.age(creationTimestamp) < MINUTE_MS) return;
    const others = view.all('ClusterRole').filter((other) => other !== role);
    if (others.some(({ metadata }) => selectors.some((selector) => selectorMatches(selector, metadata.labels)))) return;
    const bindings = BINDING_KINDS.flatMap((kind) => view.all(kind)).filter((binding) => {
      const bound = roleOf(binding);
      return bound?.kind === 'ClusterRole' && bound.name === name;
    });
    if (bindings.length === 0) return;
    yield {
      cause: '',
      facts: {
        selectors: selectors.map(selectorText),
        bindings: bindings.slice(0, 3).map(({ kind, metadata }) => `${kind} ${metadata.name}`),
      },
      evidence: [{ path: 'aggregationRule.clusterRoleSelectors', value: selectors.map(selectorText) }],
    };
  },
});
