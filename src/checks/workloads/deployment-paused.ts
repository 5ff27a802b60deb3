import { z } from 'zod';
import { conditionOf } from '../../kube/conditions.ts';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { desiredReplicas, isSettled } from '../../kube/workloads/workloads.ts';
import { defineCheck } from '../define-check.ts';

export const deploymentPaused = defineCheck({
  id: 'deployment-paused',
  title: 'Deployment is paused with a change waiting',
  severity: 'low',
  level: 'cause',
  subject: 'Deployment',
  reads: ['ReplicaSet'],
  explains: ['deployment-unavailable'],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#pausing-and-resuming-a-deployment',
  facts: z.object({ desired: z.int(), updated: z.int(), started: z.boolean() }),
  message: ({ desired, updated, started }) =>
    started
      ? `It is paused, and ${updated} of ${desired} pods ${updated === 1 ? 'has' : 'have'} its latest template`
      : 'It is paused and was never rolled out, so it has no pod',
  fixes: ({ started }, { subject }) => [
    {
      // No revision is made of it before it is resumed: `rollout history` does not show it.
      text: 'Read the template that waits (spec.template)',
      command: kubectl('get', ...inNamespaceOf(subject), target(subject), '-o', 'yaml'),
    },
    ...(started
      ? [
          {
            text: 'Compare it with those that run, in its ReplicaSets',
            command: kubectl('get', 'replicasets', ...inNamespaceOf(subject), '-o', 'yaml'),
          },
        ]
      : []),
    {
      text: 'Let the rollout go on',
      command: kubectl('rollout', 'resume', ...inNamespaceOf(subject), target(subject)),
    },
  ],
  *find(deployment, view) {
    const { spec, status } = deployment;
    const desired = desiredReplicas(deployment);
    const updated = status?.updatedReplicas ?? 0;
    if (spec?.paused !== true || updated >= desired || !isSettled(deployment)) return;
    // A paused Deployment still scales, so only one that never had a ReplicaSet lacks pods because of the pause.
    const started = view.controlledBy('ReplicaSet', deployment).length > 0;
    const progressing = conditionOf(deployment, 'Progressing');
    yield {
      cause: '',
      latent: started,
      since: progressing?.reason === 'DeploymentPaused' ? progressing.lastTransitionTime : null,
      facts: { desired, updated, started },
      evidence: [
        { path: 'spec.paused', value: true },
        { path: 'status.updatedReplicas', value: updated },
        { path: 'spec.replicas', value: desired },
      ],
    };
  },
});
