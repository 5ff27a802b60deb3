import { z } from 'zod';
import { describe, kubectl } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { POD_MAKERS, refusedBy } from '../../kube/workloads/creation.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const psaRejected = defineCheck({
  id: 'psa-rejected',
  title: 'Pod Security refuses the pods',
  severity: 'high',
  level: 'cause',
  subject: POD_MAKERS,
  consults: ['Event', 'Pod'],
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-admission/',
  facts: z.object({ level: z.string(), namespace: z.string(), violations: z.array(z.string()) }),
  message: ({ level, namespace, violations }) => {
    // One is told whole; of several only what is wrong, without what each container must set.
    const told = violations.length > 1 ? violations.map((one) => one.replace(/ \(.*\)$/, '')) : violations;
    return `Namespace ${namespace} enforces Pod Security level ${level}, which the pods violate: ${told.join(', ')}`;
  },
  fixes: ({ namespace }, { subject, object }) => [
    correctTemplate(subject, 'the security contexts'),
    {
      text: 'See what each container must set, in the events',
      command: describe(object),
    },
    {
      text: 'See which level the namespace enforces',
      command: kubectl('get', 'namespace', namespace, '--show-labels'),
    },
  ],
  *find(workload, view) {
    const refused = refusedBy(workload, view, 'pod-security');
    if (refused === undefined) return;
    const { level, violations } = refused.refusal;
    yield {
      cause: level,
      shared: refTo('Namespace', null, workload.metadata.namespace ?? ''),
      since: refused.since,
      facts: { level, namespace: workload.metadata.namespace ?? '', violations: [...violations] },
      evidence: [refused.seen],
    };
  },
});
