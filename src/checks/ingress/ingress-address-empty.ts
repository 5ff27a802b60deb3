import { z } from 'zod';
import { describe, kubectl } from '../../kube/kubectl.ts';
import { hasAddress, isPartOfAnother, servedClasses } from '../../kube/network/ingress-addresses.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

const PATIENCE_MS = 5 * MINUTE_MS;

export const ingressAddressEmpty = defineCheck({
  id: 'ingress-address-empty',
  title: 'Ingress has no address, unlike others of its class',
  severity: 'medium',
  level: 'state',
  subject: 'Ingress',
  consults: ['Event'],
  source: 'https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/#IngressStatus',
  facts: z.object({ className: z.string(), sibling: z.string(), problem: z.string().nullable() }),
  message: ({ className, sibling, problem }) =>
    `No address was written to it, though ${sibling} of class ${className} has one` +
    (problem === null ? '' : `: ${problem}`),
  fixes: (_facts, { object }) => [
    { text: 'See what the controller says about it', command: describe(object) },
    { text: 'Compare it with the others', command: kubectl('get', 'ingresses', '-A') },
  ],
  *find(ingress, view) {
    const { creationTimestamp, deletionTimestamp } = ingress.metadata;
    const className = ingress.spec?.ingressClassName;
    if (!className || deletionTimestamp !== undefined || hasAddress(ingress) || isPartOfAnother(ingress)) return;
    if (creationTimestamp === undefined || view.age(creationTimestamp) < PATIENCE_MS) return;
    const sibling = view.shared(servedClasses).get(className);
    if (sibling === undefined) return;
    const [event] = view.warnings('Event', ingress);
    yield {
      cause: '',
      facts: {
        className,
        sibling: refText(refOf(sibling)),
        problem: event?.message === undefined ? null : `${event.reason}: ${event.message.slice(0, 200)}`,
      },
      evidence: [
        { path: 'status.loadBalancer.ingress', value: [] },
        {
          object: sibling,
          path: 'status.loadBalancer.ingress',
          value: JSON.stringify(sibling.status?.loadBalancer?.ingress),
        },
        ...(event === undefined ? [] : [{ object: event, path: 'message', value: event.message }]),
      ],
    };
  },
});
