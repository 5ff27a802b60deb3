import { z } from 'zod';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { refOf } from '../../kube/object-ref.ts';
import { POD_MAKERS, refusedBy } from '../../kube/workloads/creation.ts';
import { limitRangeWith, violationText } from '../../kube/workloads/limit-ranges.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const limitrangeViolation = defineCheck({
  id: 'limitrange-violation',
  title: 'Pod does not keep to the LimitRange',
  severity: 'high',
  level: 'cause',
  subject: POD_MAKERS,
  consults: ['Event', 'LimitRange', 'Pod'],
  source: 'https://kubernetes.io/docs/concepts/policy/limit-range/',
  facts: z.object({
    /** The LimitRange with that bound; null where it could not be told. */
    limitRange: z.string().nullable(),
    violations: z.array(z.string()),
  }),
  message: ({ limitRange, violations }) =>
    `${limitRange === null ? 'A LimitRange of the namespace' : `LimitRange ${limitRange}`} refuses the pods: ${violations.join('; ')}`,
  fixes: ({ limitRange }, { subject, object }) => [
    correctTemplate(subject, 'requests and limits'),
    {
      text: 'See the bounds, and widen them if they are too narrow',
      command: kubectl(
        'describe',
        'limitranges',
        ...(limitRange === null ? [] : [limitRange]),
        ...inNamespaceOf(object),
      ),
    },
  ],
  *find(workload, view) {
    const refused = refusedBy(workload, view, 'limit-range');
    if (refused === undefined) return;
    const { violations } = refused.refusal;
    const ranges = view.inNamespace('LimitRange', workload.metadata.namespace ?? '');
    const range = limitRangeWith(violations, ranges);
    yield {
      cause: violations.map(({ bound, resource, type }) => `${bound} ${resource} ${type}`).join(','),
      shared: range === undefined ? undefined : refOf(range),
      since: refused.since,
      facts: { limitRange: range?.metadata.name ?? null, violations: violations.map(violationText) },
      evidence: [
        refused.seen,
        ...(range === undefined ? [] : [{ object: range, path: 'spec.limits', value: violations.map(boundText) }]),
      ],
    };
  },
});

function boundText({
  bound,
  resource,
  type,
  allowed,
}: {
  bound: string;
  resource: string;
  type: string;
  allowed: string;
}) {
  return `${type} ${bound} ${resource}=${allowed}`;
}
