import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { heldOpen } from '../../kube/jobs/sidecars.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { controllerOf } from '../../kube/owners.ts';
import { suspects } from '../../kube/suspects.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const jobSidecarBlocksCompletion = defineCheck({
  id: 'job-sidecar-blocks-completion',
  title: 'Container beside the work keeps a Job from completing',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  // With a container that has ended, no pod is ready.
  among: suspects,
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#jobs-with-sidecar-containers',
  facts: z.object({ done: z.array(z.string()), running: z.array(z.string()), since: z.string() }),
  message: ({ done, running, since }) =>
    `Container ${listText(done)} ended well at ${since}, but ${listText(running)} ${running.length === 1 ? 'goes' : 'go'} on, so the Job never completes`,
  fixes: ({ running: [first = ''] }, { subject, object }) => [
    {
      ...correctTemplate(subject, 'the container'),
      text: `Make ${first} a sidecar: move it to initContainers with restartPolicy Always, and it ends when the work is done`,
    },
    {
      text: 'End this run by hand: its work is done',
      command: kubectl('exec', ...inNamespaceOf(object), object.name, '-c', first, '--', 'kill', '1'),
    },
  ],
  *find(pod, view) {
    const owner = controllerOf(pod);
    const held = owner?.kind === 'Job' ? heldOpen(pod, view.takenAtMs) : undefined;
    if (owner === undefined || held === undefined) return;
    yield {
      cause: held.running.map(({ name }) => name).join(','),
      severity: held.known ? 'high' : 'low',
      confidence: held.known ? 'likely' : 'possible',
      since: held.since,
      explains: [refTo('Job', pod.metadata.namespace ?? null, owner.name)],
      facts: {
        done: held.done.map(({ name }) => name),
        running: held.running.map(({ name }) => name),
        since: held.since,
      },
      evidence: [
        ...held.done
          .slice(0, 2)
          .map(({ statusPath }) => ({ path: `${statusPath}.state.terminated.exitCode`, value: 0 })),
        ...held.running.slice(0, 2).map(({ statusPath, status }) => ({
          path: `${statusPath}.state.running.startedAt`,
          value: status?.state?.running?.startedAt,
        })),
      ],
    };
  },
});
