import { z } from 'zod';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { controllerImage, controllerNamed } from '../../kube/network/ingress-controllers.ts';
import { timeMs } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

/** The last month in which its maintainers mend it. */
const END = '2026-03-31T23:59:59Z';
const RETIRED = controllerNamed('k8s.io/ingress-nginx');
/** The upstream project only: NGINX Inc. keeps its own one alive. */
const UPSTREAM = /ingress-nginx\/controller|(?:^|\/)nginx-ingress-controller/;
const VENDOR = /bitnami|nginx\/nginx-ingress/;

export const ingressControllerRetired = defineCheck({
  id: 'ingress-controller-retired',
  title: 'Ingress controller is no longer maintained',
  severity: 'low',
  level: 'cause',
  subject: ['Deployment', 'DaemonSet'],
  source: 'https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/',
  facts: z.object({ image: z.string() }),
  message: ({ image }) =>
    `It runs ${image}: the maintenance of ingress-nginx ended in March 2026, so holes in it are not mended any more`,
  fixes: (_facts, { subject }) => [
    {
      text: 'Plan the move to Gateway API or to another controller: these Ingresses depend on it',
      command: kubectl('get', 'ingresses', '-A'),
    },
    { text: 'See its version', command: kubectl('get', ...inNamespaceOf(subject), target(subject), '-o', 'wide') },
  ],
  *find(workload, view) {
    if (RETIRED === undefined || view.takenAtMs <= (timeMs(END) ?? 0)) return;
    const image = controllerImage({ spec: workload.spec?.template?.spec }, RETIRED);
    const wants = 'replicas' in (workload.spec ?? {}) ? Reflect.get(workload.spec ?? {}, 'replicas') !== 0 : true;
    if (image === undefined || !wants || !UPSTREAM.test(image) || VENDOR.test(image)) return;
    yield {
      cause: '',
      latent: true,
      facts: { image },
      evidence: [{ path: 'spec.template.spec.containers[0].image', value: image }],
    };
  },
});
