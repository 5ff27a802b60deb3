import { z } from 'zod';
import { nearMisses } from '../../base/near-miss.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { POD_MAKERS, refusedBy } from '../../kube/workloads/creation.ts';
import { nextPodOf } from '../../kube/workloads/next-pod.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const podServiceAccountMissing = defineCheck({
  id: 'pod-service-account-missing',
  title: 'ServiceAccount does not exist',
  severity: 'critical',
  level: 'cause',
  subject: POD_MAKERS,
  consults: ['Event', 'Pod', 'ServiceAccount'],
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/',
  facts: z.object({
    serviceAccount: z.string(),
    namespace: z.string(),
    /** False where all pods are there still, and the next one will be refused. */
    refused: z.boolean(),
    similar: z.array(z.string()),
  }),
  message: ({ serviceAccount, namespace, refused, similar }) =>
    `ServiceAccount ${serviceAccount} does not exist in namespace ${namespace}, so the API server ` +
    (refused ? 'refuses the pods' : 'will refuse the next pod; those that run keep their token for an hour at most') +
    (similar.length > 0 ? `; did you mean ${similar.join(' or ')}?` : ''),
  fixes: ({ serviceAccount, similar }, { subject, object }) => {
    const create = {
      text: 'Create the ServiceAccount, with the rights it needs',
      command: kubectl('create', 'serviceaccount', serviceAccount, ...inNamespaceOf(object)),
    };
    return similar.length > 0 && subject.kind !== 'ServiceAccount'
      ? [correctTemplate(subject, 'serviceAccountName'), create]
      : [create];
  },
  *find(workload, view) {
    const refused = refusedBy(workload, view, 'service-account');
    const name = refused?.refusal.name ?? nextPodOf(workload, view)?.serviceAccountName;
    if (!name) return;
    const { namespace = '' } = workload.metadata;
    const { state } = view.get('ServiceAccount', namespace, name);
    // Made since: the controller has yet to try again.
    if (state === 'found' || (refused === undefined && state !== 'missing')) return;
    const names = view.inNamespace('ServiceAccount', namespace).map(({ metadata }) => metadata.name);
    yield {
      cause: name,
      shared: refTo('ServiceAccount', namespace, name),
      ...(refused === undefined ? { latent: true, severity: 'medium' as const } : { since: refused.since }),
      facts: { serviceAccount: name, namespace, refused: refused !== undefined, similar: [...nearMisses(name, names)] },
      evidence: [refused?.seen ?? { path: 'spec.template.spec.serviceAccountName', value: name }],
    };
  },
});
