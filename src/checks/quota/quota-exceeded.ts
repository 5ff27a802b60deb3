import { z } from 'zod';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { POD_MAKERS, refusedBy } from '../../kube/workloads/creation.ts';
import { defineCheck } from '../define-check.ts';

export const quotaExceeded = defineCheck({
  id: 'quota-exceeded',
  title: 'ResourceQuota is used up',
  severity: 'high',
  level: 'cause',
  subject: POD_MAKERS,
  consults: ['Event', 'Pod'],
  source: 'https://kubernetes.io/docs/concepts/policy/resource-quotas/#how-kubernetes-resourcequotas-work',
  facts: z.object({
    quota: z.string(),
    resources: z.array(
      z.object({ resource: z.string(), requested: z.string(), used: z.string(), limited: z.string() }),
    ),
  }),
  message: ({ quota, resources }) => {
    const numbers = resources.map(
      ({ resource, requested, used, limited }) => `${resource} ${used} of ${limited} used, ${requested} more requested`,
    );
    return `ResourceQuota ${quota} refuses more pods: ${numbers.join('; ')}`;
  },
  fixes: ({ quota }, { object }) => [
    {
      text: 'See what the quota allows and what uses it up',
      command: kubectl('describe', ...inNamespaceOf(object), `resourcequota/${quota}`),
    },
    {
      text: 'Raise the quota, or lower the requests or the replicas of what uses it',
      command: kubectl('edit', ...inNamespaceOf(object), `resourcequota/${quota}`),
    },
  ],
  *find(workload, view) {
    const refused = refusedBy(workload, view, 'quota');
    if (refused === undefined) return;
    const { quota, resources } = refused.refusal;
    yield {
      cause: resources.map(({ resource }) => resource).join(','),
      shared: refTo('ResourceQuota', workload.metadata.namespace ?? null, quota),
      since: refused.since,
      facts: { quota, resources: [...resources] },
      evidence: [refused.seen],
    };
  },
});
