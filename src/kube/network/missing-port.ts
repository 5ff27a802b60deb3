import { listText } from '../../base/list-text.ts';
import type { ObjectOf } from '../object.ts';

type Service = ObjectOf<'Service'>;

/**
 * True for a port that nobody reaches through a Service's address. A headless Service has no address: its name stands
 * for the pods, which may listen anywhere; and an ExternalName stands for another host.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#headless-services
 */
export function lacksPort({ spec }: Service, port: number): boolean {
  if (spec?.clusterIP === 'None' || spec?.type === 'ExternalName') return false;
  const ports = spec?.ports ?? [];
  return ports.length > 0 && ports.every((one) => one.port !== port);
}

/** `80 and 443`, `8080 (http)`: the ports of a Service, for a sentence. */
export function portsText({ spec }: Service): string {
  const ports = (spec?.ports ?? []).map(({ port, name }) => (name ? `${port} (${name})` : `${port}`));
  return listText(ports, 6);
}
