import { byLastSeen } from '../kube/events/events.ts';
import { isKind, KINDS } from '../kube/kinds.ts';
import type { Kind, KubeEvent, KubeObject, LabelSelector, ObjectOf } from '../kube/object.ts';
import { type ObjectRef, refOf } from '../kube/object-ref.ts';
import { controllerOf } from '../kube/owners.ts';
import { type Labels, labelsMatch, selectorMatches } from '../kube/selectors.ts';
import { timeMs } from '../kube/time.ts';
import { isReadIn, unreadReason } from './coverage.ts';
import { LabelIndex } from './label-index.ts';
import type { Snapshot } from './snapshot.ts';
import type { Lookup, View } from './view.ts';

/** Longer chains are cycles or forgeries. */
const LONGEST_OWNER_CHAIN = 10;

/** Makes the view of a snapshot: each index is built when it is first asked for, and kept. */
export function viewOf(snapshot: Snapshot): View<Kind> {
  return new SnapshotView(snapshot);
}

class SnapshotView implements View<Kind> {
  readonly takenAt: string;
  readonly takenAtMs: number;
  readonly #snapshot: Snapshot;
  readonly #byNamespace = new Map<Kind, Map<string, KubeObject[]>>();
  readonly #byName = new Map<Kind, Map<string, Map<string, KubeObject>>>();
  readonly #byController = new Map<Kind, Map<string, KubeObject[]>>();
  readonly #byLabel = new Map<Kind, LabelIndex>();
  readonly #topOwners = new Map<string, ObjectRef>();
  readonly #derived = new Map<unknown, unknown>();
  #warnings: Map<string, KubeEvent[]> | undefined;
  /** Kinds of which some event gives the name only. */
  readonly #warnedByName = new Set<string>();
  #podsByNode: Map<string, ObjectOf<'Pod'>[]> | undefined;

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
    this.takenAt = snapshot.takenAt;
    this.takenAtMs = timeMs(snapshot.takenAt) ?? 0;
  }

  age(timestamp: string | null | undefined): number {
    const ms = timeMs(timestamp);
    return ms === undefined ? 0 : Math.max(0, this.takenAtMs - ms);
  }

  all<T extends Kind>(kind: T): readonly ObjectOf<T>[] {
    return this.#snapshot.objects[kind] ?? [];
  }

  inNamespace<T extends Kind>(kind: T, namespace: string): readonly ObjectOf<T>[] {
    const index = remembered(this.#byNamespace, kind, () =>
      grouped(this.all(kind), (object) => object.metadata.namespace ?? ''),
    );
    return sameKind<T>(index.get(namespace));
  }

  get<T extends Kind>(kind: T, namespace: string | null, name: string): Lookup<ObjectOf<T>> {
    const object = this.#find(kind, namespace, name);
    if (object !== undefined) return { state: 'found', object: object as ObjectOf<T> };
    if (kind === 'Namespace' && !this.#isInScope(name))
      return { state: 'unverified', reason: `namespace ${name} was not asked for` };
    if (this.covers(kind, namespace)) return { state: 'missing' };
    return { state: 'unverified', reason: unreadReason(this.#snapshot, kind, namespace) };
  }

  select<T extends Kind>(kind: T, namespace: string, selector: LabelSelector | undefined): readonly ObjectOf<T>[] {
    if (selector === undefined) return [];
    const candidates = this.#candidates(kind, namespace, selector.matchLabels);
    return sameKind<T>(candidates.filter((object) => selectorMatches(selector, object.metadata.labels)));
  }

  selectByLabels<T extends Kind>(kind: T, namespace: string, labels: Labels | undefined): readonly ObjectOf<T>[] {
    if (labels === undefined || Object.keys(labels).length === 0) return [];
    const candidates = this.#candidates(kind, namespace, labels);
    return sameKind<T>(candidates.filter((object) => labelsMatch(labels, object.metadata.labels)));
  }

  controlledBy<T extends Kind>(kind: T, owner: KubeObject): readonly ObjectOf<T>[] {
    const index = remembered(this.#byController, kind, () =>
      grouped(this.all(kind), (object) => controllerOf(object)?.uid),
    );
    return sameKind<T>(owner.metadata.uid === undefined ? [] : index.get(owner.metadata.uid));
  }

  topOwner(object: KubeObject): ObjectRef {
    const controller = controllerOf(object);
    if (controller === undefined) return refOf(object);
    const key = controller.uid ?? `${object.metadata.namespace ?? ''}/${controller.kind}/${controller.name}`;
    return remembered(this.#topOwners, key, () => this.#climb(object));
  }

  warnings(_kind: 'Event', object: KubeObject): readonly KubeEvent[] {
    this.#warnings ??= this.#indexWarnings();
    const { uid, namespace, name } = object.metadata;
    const found = uid === undefined || object.kind === 'Node' ? undefined : this.#warnings.get(uid);
    if (found !== undefined || !this.#warnedByName.has(object.kind)) return found ?? [];
    return this.#warnings.get(`${object.kind}/${namespace ?? ''}/${name}`) ?? [];
  }

  podsOn(_kind: 'Pod', nodeName: string): readonly ObjectOf<'Pod'>[] {
    this.#podsByNode ??= grouped(this.all('Pod'), (pod) => pod.spec?.nodeName);
    return this.#podsByNode.get(nodeName) ?? [];
  }

  covers(kind: Kind, namespace: string | null): boolean {
    return isReadIn(this.#snapshot, kind, namespace);
  }

  shared<T>(derive: (view: View<Kind>) => T): T {
    if (!this.#derived.has(derive)) this.#derived.set(derive, derive(this));
    return this.#derived.get(derive) as T;
  }

  /** Of the Namespaces a snapshot of some keeps only those. */
  #isInScope(namespace: string): boolean {
    return this.#snapshot.namespaces?.includes(namespace) ?? true;
  }

  #find(kind: Kind, namespace: string | null, name: string): KubeObject | undefined {
    const index = remembered(this.#byName, kind, () => {
      const names = new Map<string, Map<string, KubeObject>>();
      for (const object of this.all(kind)) {
        remembered(names, object.metadata.namespace ?? '', () => new Map()).set(object.metadata.name, object);
      }
      return names;
    });
    return index.get(namespace ?? '')?.get(name);
  }

  /** The fewest objects that can carry these labels, by index; the whole namespace where there are none. */
  #candidates(kind: Kind, namespace: string, labels: Labels | undefined): readonly KubeObject[] {
    if (labels === undefined || Object.keys(labels).length === 0) return this.inNamespace(kind, namespace);
    return remembered(this.#byLabel, kind, () => new LabelIndex(this.all(kind))).smallest(namespace, labels);
  }

  /** Walks up the controllers; a step that was not read, or whose uid is another's, ends the chain at its name. */
  #climb(object: KubeObject): ObjectRef {
    let current = object;
    for (let step = 0; step < LONGEST_OWNER_CHAIN; step++) {
      const controller = controllerOf(current);
      if (controller === undefined) break;
      const { apiVersion, kind, name, uid } = controller;
      const namespace = isKind(kind) && !KINDS[kind].namespaced ? null : (current.metadata.namespace ?? null);
      const owner = isKind(kind) ? this.#find(kind, namespace, name) : undefined;
      if (
        owner === undefined ||
        (uid !== undefined && owner.metadata.uid !== undefined && owner.metadata.uid !== uid)
      ) {
        return { apiVersion, kind, namespace, name };
      }
      current = owner;
    }
    return refOf(current);
  }

  #indexWarnings(): Map<string, KubeEvent[]> {
    const index = new Map<string, KubeEvent[]>();
    for (const event of this.all('Event')) {
      if (event.type === 'Normal') continue;
      const about = event.involvedObject;
      // The kubelet gives the name of its node for the node's uid.
      const uid = about?.kind === 'Node' ? undefined : about?.uid;
      if (uid === undefined) this.#warnedByName.add(about?.kind ?? '');
      const key = uid ?? `${about?.kind ?? ''}/${about?.namespace ?? ''}/${about?.name ?? ''}`;
      const list = index.get(key);
      if (list === undefined) index.set(key, [event]);
      else list.push(event);
    }
    for (const list of index.values()) list.sort(byLastSeen);
    return index;
  }
}

function remembered<Key, Value>(memory: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const made = make();
  memory.set(key, made);
  return made;
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** The indexes of one kind hold objects of that kind only: the one place where the compiler takes our word. */
function sameKind<T extends Kind>(objects: readonly KubeObject[] | undefined): readonly ObjectOf<T>[] {
  return (objects ?? []) as readonly ObjectOf<T>[];
}
