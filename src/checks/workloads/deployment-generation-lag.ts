import { z } from 'zod';
import { conditionOf } from '../../kube/conditions.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { MINUTE_MS } from '../../kube/time.ts';
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
  title: 'Deployment controller does not act',
  severity: 'high',
  level: 'failure',
  subject: 'Deployment',
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#deployment-status',
  facts: z.object({ generation: z.int() }),
  message: ({ generation }) =>
    `The deployment controller has not once acted on it since it was made (its spec is at generation ${generation}), so nothing of it exists`,
  fixes: () => [
    {
      text: 'See whether kube-controller-manager still renews its lease',
      command: kubectl('get', 'lease', '-n', CONTROLLER.namespace, CONTROLLER.name, '-o', 'yaml'),
    },
    {
      text: 'See whether kube-controller-manager runs, where the cluster runs it as a pod',
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
    // When a later generation was made no field tells, so only the first one can be judged.
    if ((status?.observedGeneration ?? 0) > 0 || metadata.generation === undefined) return;
    if (metadata.deletionTimestamp !== undefined || view.age(metadata.creationTimestamp) < LONG_MS) return;
    // It does act, but may not create the ReplicaSet, and never comes to note the generation.
    if (conditionOf(deployment, 'Progressing')?.reason === 'ReplicaSetCreateError') return;
    yield {
      cause: '',
      shared: CONTROLLER,
      facts: { generation: metadata.generation },
      evidence: [
        { path: 'metadata.generation', value: metadata.generation },
        { path: 'status.observedGeneration', value: status?.observedGeneration },
        { path: 'metadata.creationTimestamp', value: metadata.creationTimestamp },
      ],
    };
  },
});
