import type { Service } from './service-outage.ts';

/** The port of a Service with this number or name. */
export function servicePort(service: Service, port: number | string) {
  return service.spec?.ports?.find((one) => (typeof port === 'number' ? one.port === port : one.name === port));
}

/** True if a Service has a port with this number or name. */
export function hasPort(service: Service, port: number | string): boolean {
  return servicePort(service, port) !== undefined;
}
