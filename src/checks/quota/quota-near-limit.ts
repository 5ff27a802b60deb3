import { z } from 'zod';
import { describe, inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { refOf } from '../../kube/object-ref.ts';
import { nearLimits, refusedSurge } from '../../kube/quotas/near-limits.ts';
import { defineCheck } from '../define-check.ts';

export const quotaNearLimit = defineCheck({
  id: 'quota-near-limit',
  title: 'Quota is nearly used up',
  severity: 'low',
  level: 'state',
  subject: 'ResourceQuota',
  consults: ['Deployment'],
  source: 'https://kubernetes.io/docs/concepts/policy/resource-quotas/',
  facts: z.object({
    resources: z.array(z.object({ resource: z.string(), used: z.string(), hard: z.string() })),
    /** A Deployment whose next rollout needs more than is left; null where none does. */
    rollout: z.string().nullable(),
  }),
  message: ({ resources, rollout }) =>
    `${resources.map(({ resource, used, hard }) => `${used} of ${hard} ${resource}`).join(', ')} used` +
    (rollout === null ? '' : `, which leaves no room for the next rollout of Deployment ${rollout}`),
  fixes: (_facts, { object }) => [
    { text: 'See what it counts', command: describe(object) },
    {
      text: 'Raise it before somebody is refused, or remove what is not needed',
      command: kubectl('edit', ...inNamespaceOf(object), `resourcequota/${object.name}`),
    },
  ],
  *find(quota, view) {
    if (quota.metadata.deletionTimestamp !== undefined) return;
    const near = nearLimits(quota);
    if (near.length === 0) return;
    const rollout = refusedSurge(quota, view.inNamespace('Deployment', quota.metadata.namespace ?? ''));
    yield {
      cause: near.map(({ resource }) => resource).join(','),
      severity: rollout === null ? 'low' : 'medium',
      latent: true,
      // Whoever is refused already says so.
      explainedBy: [refOf(quota)],
      facts: { resources: [...near], rollout },
      evidence: near.slice(0, 3).flatMap(({ resource, used, hard }) => [
        { path: `status.used[${resource}]`, value: used },
        { path: `status.hard[${resource}]`, value: hard },
      ]),
    };
  },
});
