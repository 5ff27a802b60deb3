import { z } from 'zod';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { hasAddress } from '../../kube/network/ingress-addresses.ts';
import type { ObjectOf } from '../../kube/object.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

/** A controller that takes up Ingresses without a class has given this one an address by then. */
const PATIENCE_MS = 5 * MINUTE_MS;

export const ingressNoClass = defineCheck({
  id: 'ingress-no-class',
  title: 'Ingress has no class, and there is no default',
  severity: 'high',
  level: 'cause',
  subject: 'Ingress',
  reads: ['IngressClass'],
  source: 'https://kubernetes.io/docs/concepts/services-networking/ingress/#default-ingress-class',
  facts: z.object({ classes: z.array(z.string()) }),
  message: ({ classes }) =>
    `Names no IngressClass, none is the default, and no controller has taken it up; there ${classes.length === 1 ? 'is' : 'are'} ${classes.join(', ')}`,
  fixes: ({ classes }, { object }) => [
    {
      text: 'Name the IngressClass that is to serve it',
      command:
        classes.length === 1
          ? kubectl(
              'patch',
              ...inNamespaceOf(object),
              `ingress/${object.name}`,
              '--type=merge',
              '-p',
              `{"spec":{"ingressClassName":"${classes[0]}"}}`,
            )
          : kubectl('edit', ...inNamespaceOf(object), `ingress/${object.name}`),
    },
  ],
  *find(ingress, view) {
    if (ingress.spec?.ingressClassName || ingress.metadata.annotations?.[OLD_CLASS] || hasAddress(ingress)) return;
    const { creationTimestamp, deletionTimestamp } = ingress.metadata;
    if (deletionTimestamp !== undefined || (creationTimestamp && view.age(creationTimestamp) < PATIENCE_MS)) return;
    const classes = view.all('IngressClass');
    if (classes.length === 0 || classes.some(({ metadata }) => metadata.annotations?.[DEFAULT] === 'true')) return;
    // Some controllers take up what has no class, and some never write addresses: only where others have one is this telling.
    if (!view.shared(someIngressHasAddress)) return;
    yield {
      cause: '',
      confidence: 'likely',
      facts: { classes: classes.map(({ metadata }) => metadata.name).slice(0, 5) },
      evidence: [
        { path: 'spec.ingressClassName', value: null },
        { path: 'status.loadBalancer.ingress', value: [] },
      ],
    };
  },
});

const DEFAULT = 'ingressclass.kubernetes.io/is-default-class';
const OLD_CLASS = 'kubernetes.io/ingress.class';

type Ingress = ObjectOf<'Ingress'>;

function someIngressHasAddress(view: { all(kind: 'Ingress'): readonly Ingress[] }): boolean {
  return view.all('Ingress').some(hasAddress);
}
