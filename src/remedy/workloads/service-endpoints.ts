import { hasReadyEndpoint, type Service } from '../../kube/network/service-outage.ts';
import type { KubeObject, ObjectOf } from '../../kube/object.ts';
import type { Progress } from '../action.ts';
import type { ListRead, Reader } from '../live/reader.ts';
import { readBack } from './read-back.ts';
import { targetAs, textOf } from './workload.ts';

export type EndpointSlice = ObjectOf<'EndpointSlice'>;
type ServicePort = NonNullable<NonNullable<Service['spec']>['ports']>[number];

/** The EndpointSlices of a Service. */
export async function slicesOf(service: Service, reader: Reader): Promise<ListRead<EndpointSlice>> {
  const labels = `kubernetes.io/service-name=${service.metadata.name}`;
  return reader.list('EndpointSlice', service.metadata.namespace ?? null, labels);
}

/** True if a port has a ready endpoint. A slice without this port has addresses that this port cannot be sent to. */
export function leadsSomewhere(port: ServicePort, slices: readonly EndpointSlice[]): boolean {
  return slices.some(
    (slice) => hasReadyEndpoint(slice) && (slice.ports ?? []).some(({ name }) => (name ?? '') === (port.name ?? '')),
  );
}

/** Done once traffic has somewhere to go, through every port that was changed. */
export async function endpointProgress(
  target: KubeObject,
  only: number | undefined,
  reader: Reader,
): Promise<Progress> {
  const live = await readBack(target, reader);
  if (live.state !== 'found') return live;
  const service = targetAs('Service', live.object);
  const slices = await slicesOf(service, reader);
  if (slices.state === 'unreadable')
    return { state: 'waiting', reason: `EndpointSlices cannot be read: ${slices.reason}` };
  const ports = (service.spec?.ports ?? []).filter(({ port }) => only === undefined || only === port);
  const isServed = slices.objects.some(hasReadyEndpoint) && ports.every((port) => leadsSomewhere(port, slices.objects));
  return isServed
    ? { state: 'done', reason: `${textOf(service)} has ready endpoints` }
    : { state: 'waiting', reason: `${textOf(service)} has no ready endpoint yet` };
}
