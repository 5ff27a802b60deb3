import { ingressBackends } from './ingress-backends.ts';
import type { ObjectOf } from './object.ts';

/** The kinds that send requests to Services by name. */
export const SERVICE_USERS = [
  'APIService',
  'Ingress',
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
] as const;

type UserKind = (typeof SERVICE_USERS)[number];

interface Source {
  all<T extends UserKind>(kind: T): readonly ObjectOf<T>[];
}

/** What depends on each Service, by `namespace/name`: `Ingress web`, a webhook that fails closed, an APIService. */
export function serviceUsers(view: Source): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, Set<string>>();
  const add = (namespace: string | undefined, name: string | undefined, user: string): void => {
    const key = `${namespace ?? ''}/${name ?? ''}`;
    const known = users.get(key);
    if (known === undefined) users.set(key, new Set([user]));
    else known.add(user);
  };
  for (const ingress of view.all('Ingress')) {
    const { namespace, name } = ingress.metadata;
    for (const { service } of ingressBackends(ingress)) add(namespace, service, `Ingress ${name}`);
  }
  for (const { spec, metadata } of view.all('APIService')) {
    if (spec?.service) add(spec.service.namespace, spec.service.name, `APIService ${metadata.name}`);
  }
  for (const kind of ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'] as const) {
    for (const { webhooks, metadata } of view.all(kind)) {
      for (const { clientConfig, failurePolicy } of webhooks ?? []) {
        const service = clientConfig?.service;
        if (service && failurePolicy !== 'Ignore') add(service.namespace, service.name, `${kind} ${metadata.name}`);
      }
    }
  }
  return new Map([...users].map(([key, set]) => [key, [...set]]));
}
