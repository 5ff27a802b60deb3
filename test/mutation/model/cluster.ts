import type { Kind, KubeObject, ObjectOf } from '../../../src/kube/object.ts';

/** An object as the API would send it. */
export type Raw = Readonly<Record<string, unknown>>;

/** The objects that somebody declared, to look up. */
export interface Cluster {
  get<K extends Kind>(kind: K, namespace: string | null, name: string): ObjectOf<K> | undefined;
  all<K extends Kind>(kind: K): readonly ObjectOf<K>[];
}

export function clusterOf(objects: readonly KubeObject[]): Cluster {
  // The kind in the object is what tells its type.
  const all = <K extends Kind>(kind: K) => objects.filter((object) => object.kind === kind) as readonly ObjectOf<K>[];
  return {
    all,
    get: (kind, namespace, name) =>
      all(kind).find(({ metadata }) => metadata.name === name && (metadata.namespace ?? null) === namespace),
  };
}

/** When things happen: the application is a week old, or an hour where the mutation was there from the beginning. */
export const TAKEN_AT = '2026-01-10T12:20:00Z';
export const LONG_AGO = '2026-01-01T00:00:00Z';
export const INSTALLED = '2026-01-10T11:00:00Z';
export const CHANGED = '2026-01-10T11:30:00Z';

/** Some seconds after a time. */
export function after(time: string, seconds: number): string {
  return new Date(Date.parse(time) + seconds * 1000).toISOString().replace('.000Z', 'Z');
}

/** A short text that is the same for equal values, as the hash of a pod template. */
export function hashOf(value: unknown): string {
  let hash = 7;
  for (const character of JSON.stringify(value)) hash = (hash * 31 + character.charCodeAt(0)) % 2_147_483_647;
  return hash.toString(36).padStart(6, '0');
}

export function metadataOf(kind: string, namespace: string | null, name: string, createdAt: string): Raw {
  return {
    name,
    ...(namespace === null ? {} : { namespace }),
    uid: `uid-${kind}-${namespace ?? ''}-${name}-${hashOf(createdAt)}`,
    creationTimestamp: createdAt,
    generation: 1,
  };
}

export function ownedBy(owner: KubeObject | Raw): readonly Raw[] {
  const { apiVersion, kind, metadata } = owner as KubeObject;
  return [{ apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true, blockOwnerDeletion: true }];
}

/** One condition, in the words of the API. */
export function condition(type: string, holds: boolean, at: string, reason?: string, message?: string): Raw {
  return {
    type,
    status: holds ? 'True' : 'False',
    lastTransitionTime: at,
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
  };
}
