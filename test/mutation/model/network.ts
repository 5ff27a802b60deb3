import type { ObjectOf, Pod } from '../../../src/kube/object.ts';
import { labelsMatch } from '../../../src/kube/selectors.ts';
import { type Cluster, metadataOf, ownedBy, type Raw } from './cluster.ts';

type Service = ObjectOf<'Service'>;
type Port = NonNullable<NonNullable<Service['spec']>['ports']>[number];

/** The EndpointSlice of a Service: the selected pods, and the ports that they have under those names. */
export function slicesOf(service: Service, pods: readonly Pod[], createdAt: string): readonly Raw[] {
  const { selector, ports = [] } = service.spec ?? {};
  const { namespace = '', name } = service.metadata;
  if (selector === undefined) return [];
  const selected = pods.filter(
    ({ metadata, status }) =>
      metadata.namespace === namespace &&
      labelsMatch(selector, metadata.labels) &&
      status?.podIP !== undefined &&
      status.phase !== 'Succeeded' &&
      status.phase !== 'Failed',
  );
  const first = selected[0];
  const resolved = ports.flatMap((port) => resolve(port, first));
  const slice: Raw = {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      ...metadataOf('EndpointSlice', namespace, `${name}-2l4w6`, createdAt),
      labels: {
        'kubernetes.io/service-name': name,
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
      },
      ownerReferences: ownedBy(service),
    },
    addressType: 'IPv4',
    ports: resolved.length === 0 ? null : resolved,
    endpoints: selected.length === 0 ? null : selected.map(endpointOf),
  };
  return [slice];
}

function resolve({ name, port, targetPort, protocol = 'TCP' }: Port, pod: Pod | undefined): readonly Raw[] {
  if (pod === undefined) return [];
  const wanted = String(targetPort ?? port);
  const declared = (pod.spec?.containers ?? []).flatMap((container) => container.ports ?? []);
  const number = /^\d+$/.test(wanted)
    ? Number(wanted)
    : declared.find((one) => one.name === wanted && (one.protocol ?? 'TCP') === protocol)?.containerPort;
  return number === undefined ? [] : [{ name, port: number, protocol }];
}

function endpointOf({ metadata, spec, status }: Pod): Raw {
  const ready = status?.conditions?.some(({ type, status: holds }) => type === 'Ready' && holds === 'True') === true;
  const { name, namespace, uid } = metadata;
  return {
    addresses: [status?.podIP],
    conditions: { ready, serving: ready, terminating: false },
    nodeName: spec?.nodeName,
    targetRef: { kind: 'Pod', name, namespace, uid },
  };
}

/** An Ingress has an address where a controller runs for its class. */
export function routed(ingress: ObjectOf<'Ingress'>, cluster: Cluster): Raw {
  const served = cluster.get('IngressClass', null, ingress.spec?.ingressClassName ?? '');
  const isServed = served?.spec?.controller === 'k8s.io/ingress-nginx';
  return { ...ingress, status: { loadBalancer: isServed ? { ingress: [{ ip: '192.0.2.10' }] } : {} } };
}
