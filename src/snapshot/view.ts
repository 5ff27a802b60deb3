import type { Kind, KubeEvent, KubeObject, LabelSelector, ObjectOf } from '../kube/object.ts';
import type { ObjectRef } from '../kube/object-ref.ts';
import type { Labels } from '../kube/selectors.ts';

/** The outcome of looking for one object by name: what could not be read is never "missing". */
export type Lookup<T> =
  | { readonly state: 'found'; readonly object: T }
  | { readonly state: 'missing' }
  | { readonly state: 'unverified'; readonly reason: string };

/**
 * What a check sees of a snapshot: the kinds it declared, and nothing else.
 *
 * Every answer comes from an index: none costs a walk over all objects, but for `all`.
 */
export interface View<in K extends Kind> {
  /** The only clock: when the snapshot was taken. */
  readonly takenAt: string;
  readonly takenAtMs: number;
  /** How long before the snapshot that was, in milliseconds; 0 for no or an unreadable timestamp, or a later one. */
  age(timestamp: string | null | undefined): number;
  /** All objects of a kind that were read. */
  all<T extends K>(kind: T): readonly ObjectOf<T>[];
  inNamespace<T extends K>(kind: T, namespace: string): readonly ObjectOf<T>[];
  /** Finds an object by name. Pass null as the namespace of a cluster-scoped kind. */
  get<T extends K>(kind: T, namespace: string | null, name: string): Lookup<ObjectOf<T>>;
  /** Objects of a namespace that a LabelSelector selects: absent selects none, empty selects all. */
  select<T extends K>(kind: T, namespace: string, selector: LabelSelector | undefined): readonly ObjectOf<T>[];
  /** Objects of a namespace that carry all these labels, as a Service selects pods; no label selects none. */
  selectByLabels<T extends K>(kind: T, namespace: string, labels: Labels | undefined): readonly ObjectOf<T>[];
  /** Objects whose controller is this object, by uid. */
  controlledBy<T extends K>(kind: T, owner: KubeObject): readonly ObjectOf<T>[];
  /** The object at the top of the chain of controllers: the Deployment of a ReplicaSet's pod. Itself if it has none. */
  topOwner(object: KubeObject): ObjectRef;
  /** Warning events about this object, matched by uid (by name where the event has none), newest first. */
  warnings(kind: K & 'Event', object: KubeObject): readonly KubeEvent[];
  /** Pods that are placed on a node. */
  podsOn(kind: K & 'Pod', nodeName: string): readonly ObjectOf<'Pod'>[];
  /** True if the kind was read whole there (null: everywhere it was asked for), or the server has no such kind. */
  covers(kind: K, namespace: string | null): boolean;
  /** A value derived from the whole snapshot, computed once and shared by all checks that pass the same function. */
  shared<T>(derive: (view: View<K>) => T): T;
}
