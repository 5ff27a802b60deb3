import type { Kind, KubeObject, ObjectOf } from '../../kube/object.ts';
import type { ObjectRef } from '../../kube/object-ref.ts';

/** One object as the API server holds it now: whole, from a quorum read, never cut and never from a cache. */
export type Read<T> =
  | { readonly state: 'found'; readonly object: T }
  | { readonly state: 'missing' }
  | { readonly state: 'unreadable'; readonly reason: string };

/** Objects of a kind; `unreadable` is never the same as none. */
export type ListRead<T> =
  | { readonly state: 'listed'; readonly objects: readonly T[] }
  | { readonly state: 'unreadable'; readonly reason: string };

/** Which kind, where the snapshot's catalogue has it not. */
export interface AnyKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Reads the live cluster for a repair. `missing` also stands for a kind that the server does not serve. */
export interface Reader {
  get<K extends Kind>(kind: K, namespace: string | null, name: string): Promise<Read<ObjectOf<K>>>;
  /** Of any kind, like a ControllerRevision or a ScaledObject. */
  getAny(ref: ObjectRef): Promise<Read<KubeObject>>;
  /** @param labels a selector as `kubectl -l` takes it */
  list<K extends Kind>(kind: K, namespace: string | null, labels?: string): Promise<ListRead<ObjectOf<K>>>;
  /** A kind that is not served has no objects. */
  listAny(kind: AnyKind, namespace: string | null, labels?: string): Promise<ListRead<KubeObject>>;
}
