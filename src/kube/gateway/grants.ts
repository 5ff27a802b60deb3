import { listAt, textAt } from '../custom/fields.ts';
import type { Custom } from '../object.ts';
import { GATEWAY_GROUP, type RouteBackend } from './routes.ts';

interface Grants {
  inNamespace(kind: 'ReferenceGrant', namespace: string): readonly Custom[];
}

/**
 * True if a route may refer to a Service: in its own namespace always, elsewhere where a ReferenceGrant there lets it.
 *
 * @see https://gateway-api.sigs.k8s.io/api-types/referencegrant/
 */
export function isPermitted(route: Custom, backend: RouteBackend, view: Grants): boolean {
  const own = route.metadata.namespace ?? '';
  if (backend.namespace === own) return true;
  return view
    .inNamespace('ReferenceGrant', backend.namespace)
    .some(
      ({ spec }) =>
        listAt(spec, 'from').some(
          (from) =>
            textAt(from, 'group') === GATEWAY_GROUP &&
            textAt(from, 'kind') === route.kind &&
            textAt(from, 'namespace') === own,
        ) &&
        listAt(spec, 'to').some(
          (to) =>
            ['', 'core'].includes(textAt(to, 'group')) &&
            textAt(to, 'kind') === 'Service' &&
            ['', backend.name].includes(textAt(to, 'name')),
        ),
    );
}
