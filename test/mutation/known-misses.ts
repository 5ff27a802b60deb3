import type { Way, Wrong } from './mutate.ts';

/** A mutation whose cause is not named, and why that is so. */
export type Miss = Wrong & { readonly ways?: readonly Way[]; readonly because: string };

export const KNOWN_MISSES: readonly Miss[] = [
  {
    object: 'Service shop/api',
    at: 'spec.ports.0.port',
    to: 8080,
    because: 'clients that name the old port in a variable hang, and say so in logs alone',
  },
  {
    object: 'Ingress shop/shop',
    at: 'spec.tls.0.hosts.0',
    to: 'shp.example.com',
    because: 'an Ingress may list hosts for TLS that another one routes, so that a host without a rule is no error',
  },
  {
    object: 'Ingress shop/shop',
    at: 'spec.rules.0.host',
    to: 'shop.exmaple.com',
    because: 'nothing says which hosts there should be, and one without TLS may be meant so',
  },
  {
    object: 'IngressClass nginx',
    at: 'spec.controller',
    to: 'k8s.io/ingress-ngnix',
    ways: ['install'],
    because: 'a controller of an unknown name may run outside of the cluster and write no addresses',
  },
  {
    object: 'NetworkPolicy shop/web',
    at: 'spec.podSelector.matchLabels.app',
    to: 'wbe',
    because: 'the two Services that its pods and their clients lose are told one by one; the policy is named at low',
  },
];
