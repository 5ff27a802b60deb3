import { z } from 'zod';
import { conditionOf } from '../../kube/conditions.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { isObserved, lastChanged } from '../../kube/workloads.ts';
import { defineCheck } from '../define-check.ts';

const LONG_MS = 5 * MINUTE_MS;

/** The lease that the controller's leader renews: it stands for the controller itself, which is no object. */
const CONTROLLER = {
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  namespace: 'kube-system',
  name: 'kube-controller-manager',
};

export const deploymentGenerationLag = defineCheck({
  id: 'deployment-generation-lag',
  title: 'Deployment controller does not act on changes',
  severity: 'high',
  level: 'failure',
  subject: 'Deployment',
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#deployment-status',
  facts: z.object({ generation: z.int(), observed: z.int() }),
  message: ({ generation, observed }) =>
    observed === 0
      ? 'The deployment controller has never acted on it, so nothing of it exists yet'
      : `The deployment controller has not acted on the latest change: the spec is at generation ${generation}, it has seen ${observed}`,
  fixes: () => [
    {
      text: 'See whether kube-controller-manager still renews its lease',
      command: kubectl('get', 'lease', '-n', CONTROLLER.namespace, CONTROLLER.name, '-o', 'yaml'),
    },
    {
      text: 'See whether kube-controller-manager runs',
      command: kubectl(
        'get',
        'pods',
        '-n',
        CONTROLLER.namespace,
        '-l',
        'component=kube-controller-manager',
        '-o',
        'wide',
      ),
    },
  ],
  *find(deployment, view) {
    const { metadata, status } = deployment;
    if (metadata.deletionTimestamp !== undefined || isObserved(deployment)) return;
    // It does act, but may not create the ReplicaSet, and never comes to note the generation.
    if (conditionOf(deployment, 'Progressing')?.reason === 'ReplicaSetCreateError') return;
    const observed = status?.observedGeneration ?? 0;
    const changed = lastChanged(deployment) ?? (observed === 0 ? metadata.creationTimestamp : undefined);
    if (view.age(changed) < LONG_MS) return;
    yield {
      cause: '',
      shared: CONTROLLER,
      since: lastChanged(deployment),
      facts: { generation: metadata.generation ?? 0, observed },
      evidence: [
        { path: 'metadata.generation', value: metadata.generation },
        { path: 'status.observedGeneration', value: status?.observedGeneration },
      ],
    };
  },
});
