import { z } from 'zod';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { POD_MAKERS, refusedBy } from '../../kube/workloads/creation.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const quotaRequiresResources = defineCheck({
  id: 'quota-requires-resources',
  title: 'ResourceQuota makes requests or limits compulsory',
  severity: 'high',
  level: 'cause',
  subject: POD_MAKERS,
  consults: ['Event', 'Pod'],
  source: 'https://kubernetes.io/docs/concepts/policy/resource-quotas/#requests-vs-limits',
  facts: z.object({
    quota: z.string(),
    missing: z.array(z.object({ resource: z.string(), containers: z.array(z.string()) })),
  }),
  message: ({ quota, missing }) => {
    const parts = missing.map(({ resource, containers }) =>
      containers.length === 0
        ? resource
        : `${resource} for ${containers.length === 1 ? 'container' : 'containers'} ${containers.join(', ')}`,
    );
    return `ResourceQuota ${quota} refuses pods that do not specify ${parts.join(' and ')}`;
  },
  fixes: ({ quota }, { subject, object }) => [
    subject.kind === 'ResourceQuota'
      ? { text: 'Specify them in the workloads, or set defaults with a LimitRange', command: null }
      : correctTemplate(subject, 'requests and limits'),
    {
      text: 'See what the quota counts; a LimitRange can set defaults for the namespace',
      command: kubectl('describe', ...inNamespaceOf(object), `resourcequota/${quota}`),
    },
  ],
  *find(workload, view) {
    const refused = refusedBy(workload, view, 'quota-requires');
    if (refused === undefined) return;
    const { quota, missing } = refused.refusal;
    yield {
      cause: missing.map(({ resource }) => resource).join(','),
      since: refused.since,
      shared: refTo('ResourceQuota', workload.metadata.namespace ?? null, quota),
      facts: { quota, missing: missing.map(({ resource, containers }) => ({ resource, containers: [...containers] })) },
      evidence: [refused.seen],
    };
  },
});
