import type { ObjectOf } from '../object.ts';

type Ingress = ObjectOf<'Ingress'>;

/** One place in an Ingress that sends requests to a Service of its namespace. */
export interface IngressBackend {
  readonly service: string;
  /** Number or name of the Service's port; undefined where none is said. */
  readonly port: number | string | undefined;
  /** `shop.example.com/cart`, or `the default backend`. */
  readonly route: string;
  /** Where the Ingress says so, for evidence. */
  readonly path: string;
}

/** Some controllers read the real backend from an annotation, and the port says so. */
const NOT_A_PORT = 'use-annotation';

/** Every Service that an Ingress sends requests to; other resources than Services are not listed. */
export function ingressBackends({ spec }: Ingress): readonly IngressBackend[] {
  const found: IngressBackend[] = [];
  const add = (backend: Backend | undefined, route: string, path: string): void => {
    const service = backend?.service;
    if (!service?.name || service.port?.name === NOT_A_PORT) return;
    found.push({ service: service.name, port: service.port?.name || service.port?.number, route, path });
  };
  add(spec?.defaultBackend, 'the default backend', 'spec.defaultBackend.service');
  for (const [ruleIndex, rule] of (spec?.rules ?? []).entries()) {
    for (const [pathIndex, { path, backend }] of (rule?.http?.paths ?? []).entries()) {
      const where = `spec.rules[${ruleIndex}].http.paths[${pathIndex}].backend.service`;
      add(backend, `${rule.host ?? '*'}${path ?? '/'}`, where);
    }
  }
  return found;
}

/** `shop.example.com/cart leads`, `a.example.com/, b.example.com/ lead`: the subject and verb of a sentence. */
export function routesLead(routes: readonly string[]): string {
  const more = routes.length > 3 ? ` and ${routes.length - 3} more` : '';
  return `${routes.slice(0, 3).join(', ')}${more} ${routes.length === 1 ? 'leads' : 'lead'}`;
}

type Backend = NonNullable<NonNullable<Ingress['spec']>['defaultBackend']>;
