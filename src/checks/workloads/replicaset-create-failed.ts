import { z } from 'zod';
import { conditionOf, conditionPath } from '../../kube/conditions.ts';
import { describe, inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { SECOND_MS } from '../../kube/time.ts';
import { desiredReplicas } from '../../kube/workloads/workloads.ts';
import { defineCheck } from '../define-check.ts';

/** What fails while a manifest is being applied is over by then. */
const SETTLING_MS = 30 * SECOND_MS;

export const replicasetCreateFailed = defineCheck({
  id: 'replicaset-create-failed',
  title: 'Deployment cannot create its ReplicaSet',
  severity: 'high',
  level: 'failure',
  subject: 'Deployment',
  source: 'https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/controller/deployment/sync.go',
  facts: z.object({ replicaSet: z.string(), reason: z.string() }),
  message: ({ replicaSet, reason }) => `The API server refuses the new ReplicaSet ${replicaSet}: ${reason}`,
  fixes: (_facts, { subject }) => [
    { text: 'See its conditions and events', command: describe(subject) },
    {
      text: 'See whether a quota limits ReplicaSets',
      command: kubectl('describe', 'resourcequotas', ...inNamespaceOf(subject)),
    },
  ],
  *find(deployment, view) {
    const { metadata, status } = deployment;
    // The controller gives up before it notes the generation: here the status is current although it looks old.
    const progressing = conditionOf(deployment, 'Progressing');
    if (progressing?.reason !== 'ReplicaSetCreateError' || progressing.status !== 'False') return;
    if (metadata.deletionTimestamp !== undefined || desiredReplicas(deployment) === 0) return;
    if (view.age(progressing.lastTransitionTime) < SETTLING_MS) return;
    const [, replicaSet = '', reason = ''] =
      /^Failed to create new replica set "([^"]*)": (?:\S+ "[^"]*" is forbidden: )?(.*)$/s.exec(progressing.message) ??
      [];
    yield {
      cause: '',
      severity: (status?.availableReplicas ?? 0) === 0 ? 'critical' : 'high',
      since: progressing.lastTransitionTime,
      facts: { replicaSet, reason: reason || progressing.message },
      evidence: [{ path: `${conditionPath('Progressing')}.message`, value: progressing.message }],
    };
  },
});
