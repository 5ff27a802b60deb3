import { z } from 'zod';
import { nearMisses } from '../../base/near-miss.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { POD_MAKERS, refusedBy } from '../../kube/workloads/creation.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const priorityclassMissing = defineCheck({
  id: 'priorityclass-missing',
  title: 'PriorityClass does not exist',
  severity: 'high',
  level: 'cause',
  subject: POD_MAKERS,
  consults: ['Event', 'Pod', 'PriorityClass'],
  source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/#priorityclass',
  facts: z.object({ priorityClass: z.string(), similar: z.array(z.string()) }),
  message: ({ priorityClass, similar }) =>
    `PriorityClass ${priorityClass} does not exist, so the API server refuses the pods` +
    (similar.length > 0 ? `; did you mean ${similar.join(' or ')}?` : ''),
  fixes: (_facts, { subject }) => [
    subject.kind === 'PriorityClass'
      ? { text: 'Create the PriorityClass, or correct its name in the workloads', command: null }
      : correctTemplate(subject, 'priorityClassName'),
    { text: 'See which there are', command: kubectl('get', 'priorityclasses') },
  ],
  *find(workload, view) {
    const refused = refusedBy(workload, view, 'priority-class');
    if (refused === undefined) return;
    const { name } = refused.refusal;
    // Made since: the controller has yet to try again.
    if (view.get('PriorityClass', null, name).state === 'found') return;
    const names = view.all('PriorityClass').map(({ metadata }) => metadata.name);
    yield {
      cause: name,
      shared: refTo('PriorityClass', null, name),
      since: refused.since,
      facts: { priorityClass: name, similar: [...nearMisses(name, names)] },
      evidence: [refused.seen],
    };
  },
});
