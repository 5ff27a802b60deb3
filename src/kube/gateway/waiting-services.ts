import type { Custom, ObjectOf } from '../object.ts';
import { controllerOf } from '../owners.ts';

interface Services {
  inNamespace(kind: 'Service', namespace: string): readonly ObjectOf<'Service'>[];
}

/** The label by which controllers mark what they make for a Gateway. */
const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

/** The Services that a controller made for a Gateway and that wait for the address of a load balancer. */
export function waitingServicesOf(gateway: Custom, view: Services): readonly ObjectOf<'Service'>[] {
  const { namespace = '', name, uid } = gateway.metadata;
  return view
    .inNamespace('Service', namespace)
    .filter(
      (service) =>
        service.spec?.type === 'LoadBalancer' &&
        (service.status?.loadBalancer?.ingress ?? []).length === 0 &&
        (service.metadata.labels?.[GATEWAY_NAME] === name || (uid !== undefined && controllerOf(service)?.uid === uid)),
    );
}
