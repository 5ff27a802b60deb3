import type { KubeObject, Node, ObjectOf, Pod } from '../object.ts';
import { controllerOf } from '../owners.ts';
import { isActive } from '../pods.ts';
import { clientsByService, serviceKey } from './service-clients.ts';
import { slicesOf } from './service-outage.ts';

type Service = ObjectOf<'Service'>;

/** The label that keeps a node out of load balancers. @see https://kubernetes.io/docs/reference/labels-annotations-taints/#node-kubernetes-io-exclude-from-external-load-balancers */
export const EXCLUDED = 'node.kubernetes.io/exclude-from-external-load-balancers';

interface Surroundings {
  get(kind: 'Node', namespace: null, name: string): { readonly state: string; readonly object?: Node };
  selectByLabels: Parameters<typeof slicesOf>[1]['selectByLabels'];
  controlledBy(kind: 'Pod', owner: KubeObject): readonly Pod[];
  shared<T>(derive: (view: Parameters<typeof clientsByService>[0]) => T): T;
}

/** The nodes on which a Service has a ready endpoint. */
export function servingNodes(service: Service, view: Pick<Surroundings, 'selectByLabels'>): ReadonlySet<string> {
  const nodes = slicesOf(service, view).flatMap(({ endpoints }) =>
    (endpoints ?? []).flatMap(({ conditions, nodeName }) =>
      conditions?.ready !== false && nodeName ? [nodeName] : [],
    ),
  );
  return new Set(nodes);
}

/** True if every node that serves is one that load balancers leave out. */
export function allExcluded(nodes: ReadonlySet<string>, view: Pick<Surroundings, 'get'>): boolean {
  return (
    nodes.size > 0 &&
    [...nodes].every((name) => {
      const { object } = view.get('Node', null, name);
      return object?.metadata.labels !== undefined && EXCLUDED in object.metadata.labels;
    })
  );
}

/** The pods that call a Service from a node where it has no endpoint, so that node-local traffic goes nowhere. */
export function callersElsewhere(service: Service, nodes: ReadonlySet<string>, view: Surroundings): readonly Pod[] {
  const clients = view.shared(clientsByService).get(serviceKey(service)) ?? [];
  return clients
    .flatMap(({ pod }) => siblingsOf(pod, view))
    .filter((pod) => isActive(pod) && pod.spec?.nodeName && !nodes.has(pod.spec.nodeName));
}

function siblingsOf(pod: Pod, view: Pick<Surroundings, 'controlledBy'>): readonly Pod[] {
  const controller = controllerOf(pod);
  if (controller === undefined) return [pod];
  const { apiVersion, kind, name, uid } = controller;
  return view.controlledBy('Pod', { apiVersion, kind, metadata: { name, uid } });
}
