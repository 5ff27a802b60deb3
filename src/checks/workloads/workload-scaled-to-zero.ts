import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { autoscalersByTarget } from '../../kube/autoscaling/targets.ts';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { OUTAGE_KINDS, outageOf } from '../../kube/network/service-outage.ts';
import { controllerOf } from '../../kube/owners.ts';
import { labelsMatch } from '../../kube/selectors.ts';
import { routesToServices } from '../../kube/workloads/routes.ts';
import { isSettled } from '../../kube/workloads/workloads.ts';
import { defineCheck } from '../define-check.ts';

export const workloadScaledToZero = defineCheck({
  id: 'workload-scaled-to-zero',
  title: 'Workload is scaled to zero while something still counts on it',
  severity: 'info',
  level: 'cause',
  subject: ['Deployment', 'StatefulSet'],
  reads: ['Service', ...OUTAGE_KINDS],
  consults: ['HorizontalPodAutoscaler', 'Ingress', 'Node'],
  source:
    'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#implicit-maintenance-mode-deactivation',
  facts: z.object({ routes: z.array(z.string()), autoscaler: z.string().nullable(), minReplicas: z.int().nullable() }),
  message: ({ routes, autoscaler, minReplicas }) =>
    'It is scaled to zero' +
    (routes.length === 0 ? '' : `, though ${listText(routes)} lead${routes.length === 1 ? 's' : ''} to it`) +
    (autoscaler === null
      ? ''
      : `; HorizontalPodAutoscaler ${autoscaler}, which would keep ${minReplicas ?? 1} or more, is switched off by that`),
  fixes: ({ minReplicas }, { object }) => [
    {
      text: 'Let it run again, if it was not stopped on purpose',
      command: kubectl('scale', ...inNamespaceOf(object), target(object), `--replicas=${minReplicas ?? 1}`),
    },
  ],
  *find(workload, view) {
    const { metadata, spec } = workload;
    if (spec?.replicas !== 0 || !isSettled(workload) || isParked(metadata.annotations)) return;
    const autoscalers = view.shared(autoscalersByTarget)(workload);
    // KEDA brings it back when there is work.
    if (autoscalers.some((one) => controllerOf(one)?.kind === 'ScaledObject')) return;
    const labels = spec.template?.metadata?.labels;
    const routes = view.inNamespace('Service', metadata.namespace ?? '').flatMap((service) => {
      const selector = service.spec?.selector ?? {};
      const found = view.shared(routesToServices)(service);
      const isIts = found.length > 0 && Object.keys(selector).length > 0 && labelsMatch(selector, labels);
      return isIts && outageOf(service, view)?.state === 'zero' ? found : [];
    });
    const [autoscaler] = autoscalers;
    if (routes.length === 0 && autoscaler === undefined) return;
    yield {
      cause: '',
      facts: {
        routes: [...new Set(routes.map(({ route }) => route))].sort(),
        autoscaler: autoscaler?.metadata.name ?? null,
        minReplicas: autoscaler === undefined ? null : (autoscaler.spec?.minReplicas ?? 1),
      },
      evidence: [
        { path: 'spec.replicas', value: 0 },
        ...routes.slice(0, 2).map(({ ingress, path, route }) => ({ object: ingress, path, value: route })),
        ...(autoscaler === undefined
          ? []
          : [{ object: autoscaler, path: 'spec.scaleTargetRef.name', value: metadata.name }]),
      ],
    };
  },
});

/** True where a tool that switches workloads off at night, or KEDA, keeps its notes on the workload. */
function isParked(annotations: { readonly [key: string]: string | undefined } | undefined): boolean {
  return Object.keys(annotations ?? {}).some((key) => /^(downscaler|autoscaling\.keda\.sh)\//.test(key));
}
