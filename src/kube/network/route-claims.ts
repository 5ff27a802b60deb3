import type { ObjectOf } from '../object.ts';
import { timeMs } from '../time.ts';
import { entryPoints, isPartOfAnother } from './ingress-addresses.ts';
import { controllerNamed } from './ingress-controllers.ts';

type Ingress = ObjectOf<'Ingress'>;

interface Source {
  all(kind: 'Ingress'): readonly Ingress[];
  get(
    kind: 'IngressClass',
    namespace: null,
    name: string,
  ): { readonly state: string; readonly object?: ObjectOf<'IngressClass'> };
}

/** One host and path that an Ingress claims. */
export interface Claim {
  readonly ingress: Ingress;
  /** `shop.example.com/cart`. */
  readonly route: string;
  readonly path: string;
  readonly backend: string;
}

/**
 * Who claims each route, the oldest first: of Ingresses whose class has one proxy for all. For `view.shared`.
 *
 * A controller that makes a load balancer for each Ingress, or that is not known, sees no conflict.
 */
export function routeClaims(view: Source): ReadonlyMap<string, readonly Claim[]> {
  const claims = new Map<string, Claim[]>();
  for (const ingress of [...view.all('Ingress')].sort(byAge)) {
    const className = ingress.spec?.ingressClassName ?? '';
    const controller = controllerNamed(view.get('IngressClass', null, className).object?.spec?.controller);
    if (controller?.together !== true || isPartOfAnother(ingress) || ingress.metadata.deletionTimestamp !== undefined)
      continue;
    for (const claim of claimsOf(ingress)) {
      const key = routeKey(ingress, claim.route);
      const known = claims.get(key);
      if (known === undefined) claims.set(key, [claim]);
      else known.push(claim);
    }
  }
  return claims;
}

/** The key of a route in `routeClaims`: that of another class or entry point is another route. */
export function routeKey(ingress: Ingress, route: string): string {
  return [ingress.spec?.ingressClassName, entryPoints(ingress), route].join('\0');
}

/** The routes that an Ingress claims. */
export function claimsOf(ingress: Ingress): readonly Claim[] {
  const home = ingress.metadata.namespace ?? '';
  return (ingress.spec?.rules ?? []).flatMap((rule, ruleIndex) =>
    (rule.http?.paths ?? []).map(({ path = '/', pathType, backend }, index) => {
      const { name, port } = backend?.service ?? {};
      return {
        ingress,
        route: `${rule.host ?? '*'}${path}${pathType === 'Exact' ? ' (exact)' : ''}`,
        path: `spec.rules[${ruleIndex}].http.paths[${index}]`,
        backend: `${home}/${name}:${port?.name ?? port?.number ?? ''}`,
      };
    }),
  );
}

function byAge({ metadata: left }: Ingress, { metadata: right }: Ingress): number {
  const older = (timeMs(left.creationTimestamp) ?? 0) - (timeMs(right.creationTimestamp) ?? 0);
  const [one, other] = [left, right].map(({ namespace = '', name }) => `${namespace}/${name}`);
  return older !== 0 ? older : (one ?? '') < (other ?? '') ? -1 : 1;
}
