import { type Fields, listAt, numberAt, textAt, textsAt } from '../custom/fields.ts';
import type { Custom } from '../object.ts';

/** The kinds that are attached to a Gateway and lead to Services. */
export const ROUTE_KINDS = ['GRPCRoute', 'HTTPRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute'] as const;

export const GATEWAY_GROUP = 'gateway.networking.k8s.io';

/** Where a route wants to be attached. */
export interface RouteParent {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** One listener of a Gateway; empty for all. */
  readonly section: string;
  /** `spec.parentRefs[0]` */
  readonly path: string;
}

/** Where a route leads to. */
export interface RouteBackend {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly port: number | undefined;
  /** What leads there: `shop.example.com/cart`, or `rule 1`. */
  readonly route: string;
  readonly path: string;
}

/** The Gateways that a route names. A Service as the parent is a mesh's affair. */
export function gatewaysOf(route: Custom): readonly RouteParent[] {
  return listAt(route.spec, 'parentRefs')
    .map((ref, index) => ({ ...parentOf(ref, route), path: `spec.parentRefs[${index}]` }))
    .filter(({ group, kind, name }) => group === GATEWAY_GROUP && kind === 'Gateway' && name !== '');
}

/** What controllers answered for one parent: each an entry of `status.parents`. */
export function answersFor(route: Custom, parent: RouteParent): readonly Fields[] {
  return listAt(route.status, 'parents').filter((entry) => {
    const said = parentOf(entry['parentRef'], route);
    return said.name === parent.name && said.namespace === parent.namespace && said.section === parent.section;
  });
}

/** A Gateway as a message names it: with its namespace where that is another's, with the listener where one is meant. */
export function parentText({ namespace, name, section }: RouteParent, route: Custom): string {
  const own = route.metadata.namespace ?? '';
  return `Gateway ${namespace === own ? '' : `${namespace}/`}${name}${section === '' ? '' : ` (listener ${section})`}`;
}

function parentOf(ref: unknown, route: Custom): Omit<RouteParent, 'path'> {
  return {
    group: textAt(ref, 'group') || GATEWAY_GROUP,
    kind: textAt(ref, 'kind') || 'Gateway',
    namespace: textAt(ref, 'namespace') || (route.metadata.namespace ?? ''),
    name: textAt(ref, 'name'),
    section: textAt(ref, 'sectionName'),
  };
}

/** The Services that get requests from a route. One of weight 0 gets none. */
export function servicesOf(route: Custom): readonly RouteBackend[] {
  return listAt(route.spec, 'rules').flatMap((rule, ruleIndex) =>
    listAt(rule, 'backendRefs').flatMap((ref, index) => {
      const backend = {
        group: textAt(ref, 'group'),
        kind: textAt(ref, 'kind') || 'Service',
        namespace: textAt(ref, 'namespace') || (route.metadata.namespace ?? ''),
        name: textAt(ref, 'name'),
        port: numberAt(ref, 'port'),
        route: ruleText(route, rule, ruleIndex),
        path: `spec.rules[${ruleIndex}].backendRefs[${index}]`,
      };
      const isService = backend.kind === 'Service' && (backend.group === '' || backend.group === 'core');
      return isService && backend.name !== '' && numberAt(ref, 'weight') !== 0 ? [backend] : [];
    }),
  );
}

function ruleText({ spec, kind }: Custom, rule: Fields, index: number): string {
  const host = textsAt(spec, 'hostnames')[0] ?? '*';
  const match = listAt(rule, 'matches')[0];
  if (kind === 'HTTPRoute') return `${host}${textAt(match, 'path', 'value') || '/'}`;
  if (kind === 'GRPCRoute') return `${host}/${textAt(match, 'method', 'service') || '*'}`;
  return host === '*' ? `rule ${index + 1}` : host;
}

/** A Service as a message names it. */
export function serviceText({ namespace, name }: Pick<RouteBackend, 'namespace' | 'name'>, route: Custom): string {
  return namespace === route.metadata.namespace ? name : `${namespace}/${name}`;
}
