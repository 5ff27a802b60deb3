import type { ObjectRef } from '../object-ref.ts';

/** A registry as the cause that workloads share. It is no object of the API, so it stands under a name of our own. */
export function registryRef(registry: string): ObjectRef {
  return { apiVersion: 'mekhanikube.io/v1', kind: 'Registry', namespace: null, name: registry };
}
