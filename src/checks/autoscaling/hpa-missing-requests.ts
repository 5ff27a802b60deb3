import { z } from 'zod';
import {
  type MissingRequest,
  missingRequests,
  SCALABLE_KINDS,
  scalesByUtilization,
  targetOf,
  targetShortfall,
} from '../../kube/autoscaling/autoscalers.ts';
import { conditionOf, conditionPath } from '../../kube/conditions.ts';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { defineCheck } from '../define-check.ts';

export const hpaMissingRequests = defineCheck({
  id: 'hpa-missing-requests',
  title: 'HorizontalPodAutoscaler divides by a request that is not set',
  severity: 'high',
  level: 'cause',
  subject: 'HorizontalPodAutoscaler',
  consults: ['Node', 'Pod', ...SCALABLE_KINDS],
  source:
    'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#how-does-a-horizontalpodautoscaler-work',
  facts: z.object({
    resource: z.string(),
    containers: z.array(z.string()),
    targetApiVersion: z.string(),
    targetKind: z.string(),
    targetName: z.string(),
  }),
  message: ({ resource, containers, targetKind, targetName }) =>
    `It scales by ${resource} utilization, a share of the request, but container${containers.length === 1 ? '' : 's'} ${containers.join(', ')} of ${targetKind} ${targetName} ${containers.length === 1 ? 'has' : 'have'} no ${resource} request`,
  fixes: ({ resource, containers, targetApiVersion, targetKind, targetName }, { object }) => {
    const ref = { apiVersion: targetApiVersion, kind: targetKind, namespace: object.namespace, name: targetName };
    const example = `--requests=${resource}=${resource === 'memory' ? '128Mi' : '100m'}`;
    const known = SCALABLE_KINDS.some((kind) => kind === targetKind);
    return [
      {
        text: 'Set a request near to what the container really uses; this is an example',
        command: known
          ? kubectl('set', 'resources', ...inNamespaceOf(ref), target(ref), '-c', containers[0] ?? '', example)
          : kubectl('edit', ...inNamespaceOf(ref), target(ref)),
      },
      { text: 'See what the containers use', command: kubectl('top', 'pods', ...inNamespaceOf(ref), '--containers') },
    ];
  },
  *find(autoscaler, view) {
    if (!scalesByUtilization(autoscaler) || autoscaler.metadata.deletionTimestamp !== undefined) return;
    const { ref } = targetOf(autoscaler);
    const active = conditionOf(autoscaler, 'ScalingActive');
    const pods = targetShortfall(autoscaler, view)?.active;
    const missing = pods === undefined ? told(active?.message) : missingRequests(autoscaler, pods);
    for (const { resource, containers } of missing) {
      // Another metric may still carry it; it will then never scale down.
      const carriedByOther = active?.status === 'True';
      yield {
        cause: `${resource} ${containers.join(',')}`,
        latent: carriedByOther,
        severity: carriedByOther ? 'medium' : 'high',
        since: active?.status === 'False' ? active.lastTransitionTime : null,
        facts: {
          resource,
          containers: [...containers],
          targetApiVersion: ref.apiVersion,
          targetKind: ref.kind,
          targetName: ref.name,
        },
        evidence: [
          { path: 'spec.scaleTargetRef', value: { kind: ref.kind, name: ref.name } },
          { path: `${conditionPath('ScalingActive')}.message`, value: active?.message },
        ],
      };
    }
  },
});

/** What the controller says of a target whose pods were not read. */
function told(message: string | undefined): readonly MissingRequest[] {
  const [, resource, container] = /missing request for (\S+) in container (\S+) of Pod /.exec(message ?? '') ?? [];
  return resource === undefined || container === undefined ? [] : [{ resource, containers: [container] }];
}
