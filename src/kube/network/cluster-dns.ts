import { containersOf } from '../containers.ts';
import type { ObjectOf, Pod } from '../object.ts';
import { isActive } from '../pods.ts';
import type { Labels } from '../selectors.ts';

type Service = ObjectOf<'Service'>;

/** Where distributions keep the Service that every pod asks for names. */
const PLACES = [
  'kube-system/kube-dns',
  'kube-system/coredns',
  'kube-system/rke2-coredns-rke2-coredns',
  'openshift-dns/dns-default',
];
/** The namespaces to reckon with where nobody was allowed to look. */
export const DNS_NAMESPACES = ['kube-system', 'openshift-dns'] as const;
/** What node-local DNS asks in turn: it has the same label. */
const UPSTREAM = 'kube-dns-upstream';
const PORT = 53;

/** True for the Service by which pods ask the DNS of the cluster. */
export function isClusterDns({ metadata, spec }: Service): boolean {
  if (!DNS_NAMESPACES.some((namespace) => namespace === metadata.namespace) || metadata.name === UPSTREAM) return false;
  if (spec?.clusterIP === 'None' || !(spec?.ports ?? []).some(({ port }) => port === PORT)) return false;
  return PLACES.includes(`${metadata.namespace}/${metadata.name}`) || metadata.labels?.['k8s-app'] === 'kube-dns';
}

/** The Service of the cluster's DNS, if it was read: that of the best known name where there are several. */
export function clusterDns(view: { all(kind: 'Service'): readonly Service[] }): Service | undefined {
  const found = view.all('Service').filter(isClusterDns);
  const place = (service: Service): number => {
    const index = PLACES.indexOf(`${service.metadata.namespace}/${service.metadata.name}`);
    return index < 0 ? PLACES.length : index;
  };
  return [...found].sort((left, right) => place(left) - place(right))[0];
}

/** The pods that answer for the cluster's DNS, or are meant to. */
export function dnsPods(
  service: Service,
  view: { selectByLabels(kind: 'Pod', namespace: string, labels: Labels | undefined): readonly Pod[] },
): readonly Pod[] {
  return view.selectByLabels('Pod', service.metadata.namespace ?? '', service.spec?.selector).filter(isActive);
}

/** The port of a pod that a port of a Service leads to; undefined where the pod has none of that name. */
export function targetPortOf({ port, targetPort, protocol = 'TCP' }: ServicePort, pod: Pod): number | undefined {
  if (typeof targetPort !== 'string') return targetPort ?? port;
  const named = containersOf(pod).flatMap(({ spec }) => spec.ports ?? []);
  return named.find((one) => one.name === targetPort && (one.protocol ?? 'TCP') === protocol)?.containerPort;
}

/** The port on which the DNS pods themselves listen: what a policy must name. */
export function dnsPort(service: Service | undefined, view: Parameters<typeof dnsPods>[1]): number {
  const port = service?.spec?.ports?.find((one) => one.port === PORT);
  const pod = service === undefined ? undefined : dnsPods(service, view)[0];
  return (port && pod && targetPortOf(port, pod)) ?? PORT;
}

export type ServicePort = NonNullable<NonNullable<Service['spec']>['ports']>[number];

/** The DaemonSet that answers DNS on every node, in front of the cluster's. */
export function isNodeLocalDns({ metadata }: ObjectOf<'DaemonSet'>): boolean {
  return (
    metadata.namespace === 'kube-system' &&
    (/^(?:node-?local-?dns|nodelocaldns)/.test(metadata.name) || metadata.labels?.['k8s-app'] === 'node-local-dns')
  );
}

/** True where pods ask DNS on their own node, which no policy forbids them; for `view.shared`. */
export function hasNodeLocalDns(view: { all(kind: 'DaemonSet'): readonly ObjectOf<'DaemonSet'>[] }): boolean {
  return view.all('DaemonSet').some(isNodeLocalDns);
}

/** True for a pod that asks the cluster's DNS: on the network of a node the default means the node's own resolver. */
export function asksClusterDns({ spec }: Pod): boolean {
  const { dnsPolicy = 'ClusterFirst', hostNetwork } = spec ?? {};
  return hostNetwork === true ? dnsPolicy === 'ClusterFirstWithHostNet' : dnsPolicy.startsWith('ClusterFirst');
}
