import { z } from 'zod';
import { kubectl } from '../../kube/kubectl.ts';
import { hasAddress, servedClasses } from '../../kube/network/ingress-addresses.ts';
import { controllerNamed, controllerPods, controllerWorkloads } from '../../kube/network/ingress-controllers.ts';
import { isReadEverywhere } from '../../kube/network/read-everywhere.ts';
import { refOf, refText, refTo } from '../../kube/object-ref.ts';
import { isReady } from '../../kube/pods.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

const PATIENCE_MS = 5 * MINUTE_MS;

export const ingressControllerAbsent = defineCheck({
  id: 'ingress-controller-absent',
  title: 'No Ingress controller runs for the class',
  severity: 'high',
  level: 'cause',
  subject: 'Ingress',
  reads: ['IngressClass', 'Pod', 'Deployment', 'DaemonSet'],
  source: 'https://kubernetes.io/docs/concepts/services-networking/ingress-controllers/',
  facts: z.object({
    className: z.string(),
    controller: z.string(),
    program: z.string(),
    workload: z.string().nullable(),
  }),
  message: ({ className, controller, program, workload }) =>
    workload === null
      ? `IngressClass ${className} is for ${controller}, but no pod of ${program} runs in the cluster, so nobody serves it`
      : `IngressClass ${className} is for ${controller}, but ${workload} has no ready pod, so nobody serves it`,
  fixes: ({ className, workload }) => [
    {
      text: workload === null ? 'Install the controller, or use a class whose controller runs' : `Repair ${workload}`,
      command: workload === null ? kubectl('get', 'ingressclasses') : kubectl('get', 'pods', '-A', '-o', 'wide'),
    },
    { text: 'See who made the class', command: kubectl('get', 'ingressclass', className, '-o', 'yaml') },
  ],
  *find(ingress, view) {
    const { creationTimestamp, deletionTimestamp } = ingress.metadata;
    const className = ingress.spec?.ingressClassName;
    if (!className || deletionTimestamp !== undefined || hasAddress(ingress)) return;
    if (creationTimestamp !== undefined && view.age(creationTimestamp) < PATIENCE_MS) return;
    const found = view.get('IngressClass', null, className);
    const controller = found.state === 'found' ? controllerNamed(found.object.spec?.controller) : undefined;
    if (found.state !== 'found' || controller === undefined || !isReadEverywhere('Pod', view)) return;
    // An address on any other one of the class: somebody has been there.
    if (view.shared(servedClasses).has(className)) return;
    if ((view.shared(controllerPods).get(controller.name) ?? []).some(isReady)) return;
    const workload = view.shared(controllerWorkloads).get(controller.name);
    yield {
      cause: className,
      confidence: 'likely',
      shared: refTo('IngressClass', null, className),
      explainedBy: workload === undefined ? [] : [refOf(workload)],
      facts: {
        className,
        controller: found.object.spec?.controller ?? '',
        program: controller.name,
        workload: workload === undefined ? null : refText(refOf(workload)),
      },
      evidence: [
        { path: 'spec.ingressClassName', value: className },
        { path: 'status.loadBalancer.ingress', value: [] },
        { object: found.object, path: 'spec.controller', value: found.object.spec?.controller },
      ],
    };
  },
});
