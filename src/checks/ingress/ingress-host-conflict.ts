import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { claimsOf, routeClaims, routeKey } from '../../kube/network/route-claims.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { defineCheck } from '../define-check.ts';

export const ingressHostConflict = defineCheck({
  id: 'ingress-host-conflict',
  title: 'Two Ingresses claim the same route',
  severity: 'medium',
  level: 'cause',
  subject: 'Ingress',
  reads: ['IngressClass'],
  source: 'https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-rules',
  facts: z.object({
    routes: z.array(z.string()),
    other: z.string(),
    backend: z.string(),
    otherBackend: z.string(),
  }),
  message: ({ routes, other, backend, otherBackend }) =>
    `${listText(routes)} ${routes.length === 1 ? 'is' : 'are'} claimed by ${other} as well, which is older: ` +
    `requests for ${backend} go to ${otherBackend}, or to either`,
  fixes: ({ other }, { object }) => [
    {
      text: `Give the route to one of the two, or a host or path of its own to each: this one or ${other}`,
      command: kubectl('edit', ...inNamespaceOf(object), `ingress/${object.name}`),
    },
    { text: 'See the hosts of all', command: kubectl('get', 'ingresses', '-A') },
  ],
  *find(ingress, view) {
    const claims = view.shared(routeClaims);
    const lost = claimsOf(ingress).flatMap((own) => {
      const [first] = claims.get(routeKey(ingress, own.route)) ?? [];
      const isClaimed = claims.get(routeKey(ingress, own.route))?.some((claim) => claim.ingress === ingress);
      return first === undefined || !isClaimed || first.ingress === ingress || first.backend === own.backend
        ? []
        : [{ own, first }];
    });
    const [conflict] = lost;
    if (conflict === undefined) return;
    const { own, first } = conflict;
    const other = refText(refOf(first.ingress));
    yield {
      cause: other,
      confidence: 'likely',
      facts: {
        routes: lost
          .filter((one) => one.first.ingress === first.ingress)
          .map((one) => one.own.route)
          .slice(0, 8),
        other,
        backend: `Service ${own.backend}`,
        otherBackend: `Service ${first.backend}`,
      },
      evidence: [
        { path: own.path, value: own.route },
        { object: first.ingress, path: first.path, value: first.route },
        { object: first.ingress, path: 'metadata.creationTimestamp', value: first.ingress.metadata.creationTimestamp },
      ],
    };
  },
});
