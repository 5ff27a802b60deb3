import type { ObjectOf } from '../object.ts';

const PRIVATE =
  /^(10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd]|fe[89ab]|::1)/i;

/** An address of a load balancer that the internet reaches; undefined where none is certain to be one. */
export function publicAddressOf({ spec, status }: ObjectOf<'Service'>): string | undefined {
  const ranges = spec?.loadBalancerSourceRanges ?? [];
  if (spec?.type !== 'LoadBalancer' || ranges.some((range) => !/^(0\.0\.0\.0|::)\/0$/.test(range))) return undefined;
  return status?.loadBalancer?.ingress?.map(({ ip = '' }) => ip).find((ip) => ip !== '' && !PRIVATE.test(ip));
}
