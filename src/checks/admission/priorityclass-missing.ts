import { z } from 'zod';
import { nearMisses } from '../../base/near-miss.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { POD_MAKERS, refusedBy } from '../../kube/workloads/creation.ts';
import { nextPodOf } from '../../kube/workloads/next-pod.ts';
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
  facts: z.object({
    priorityClass: z.string(),
    /** False where all pods are there still, and the next one will be refused. */
    refused: z.boolean(),
    similar: z.array(z.string()),
  }),
  message: ({ priorityClass, refused, similar }) =>
    `PriorityClass ${priorityClass} does not exist, so the API server ${refused ? 'refuses the pods' : 'will refuse the next pod'}` +
    (similar.length > 0 ? `; did you mean ${similar.join(' or ')}?` : ''),
  fixes: (_facts, { subject }) => [
    subject.kind === 'PriorityClass'
      ? { text: 'Create the PriorityClass, or correct its name in the workloads', command: null }
      : correctTemplate(subject, 'priorityClassName'),
    { text: 'See which there are', command: kubectl('get', 'priorityclasses') },
  ],
  *find(workload, view) {
    const refused = refusedBy(workload, view, 'priority-class');
    const name = refused?.refusal.name ?? nextPodOf(workload, view)?.priorityClassName;
    if (!name) return;
    const { state } = view.get('PriorityClass', null, name);
    // Made since: the controller has yet to try again.
    if (state === 'found' || (refused === undefined && state !== 'missing')) return;
    const names = view.all('PriorityClass').map(({ metadata }) => metadata.name);
    yield {
      cause: name,
      shared: refTo('PriorityClass', null, name),
      ...(refused === undefined ? { latent: true, severity: 'medium' as const } : { since: refused.since }),
      facts: { priorityClass: name, refused: refused !== undefined, similar: [...nearMisses(name, names)] },
      evidence: [refused?.seen ?? { path: 'spec.template.spec.priorityClassName', value: name }],
    };
  },
});
