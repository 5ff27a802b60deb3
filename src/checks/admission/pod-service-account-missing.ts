import { z } from 'zod';
import { nearMisses } from '../../base/near-miss.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { POD_MAKERS, refusedBy } from '../../kube/workloads/creation.ts';
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
  facts: z.object({ serviceAccount: z.string(), namespace: z.string(), similar: z.array(z.string()) }),
  message: ({ serviceAccount, namespace, similar }) =>
    `ServiceAccount ${serviceAccount} does not exist in namespace ${namespace}, so the API server refuses the pods` +
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
    if (refused === undefined) return;
    const { name } = refused.refusal;
    const { namespace = '' } = workload.metadata;
    // Made since: the controller has yet to try again.
    if (view.get('ServiceAccount', namespace, name).state === 'found') return;
    const names = view.inNamespace('ServiceAccount', namespace).map(({ metadata }) => metadata.name);
    yield {
      cause: name,
      shared: refTo('ServiceAccount', namespace, name),
      since: refused.since,
      facts: { serviceAccount: name, namespace, similar: [...nearMisses(name, names)] },
      evidence: [refused.seen],
    };
  },
});
