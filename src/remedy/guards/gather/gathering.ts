import type { KubeObject, ObjectOf } from '../../../kube/object.ts';
import { type ObjectRef, refKey, refOf } from '../../../kube/object-ref.ts';
import type { Proposal } from '../../action.ts';
import type { ListRead, Read, Reader } from '../../live/reader.ts';
import { writtenObject } from '../../write.ts';
import type { Installation, Safeguards } from '../settings.ts';

/** What the facts of one step are gathered for. */
export interface Gathering {
  /** As the action read it. */
  readonly target: KubeObject;
  /** While planning null. */
  readonly plannedUid: string | null;
  readonly proposal: Extract<Proposal, { readonly state: 'proposed' }>;
  readonly safeguards: Safeguards;
  readonly installation: Installation;
  readonly reader: Reader;
  /** Reads that several facts need, each made once. */
  readonly shared: Shared;
}

/** Reads an object once, however many pods of a drain have it as their namespace or owner. */
export class Shared {
  readonly #reader: Reader;
  readonly #namespaces = new Map<string, Promise<Read<ObjectOf<'Namespace'>>>>();
  readonly #objects = new Map<string, Promise<Read<KubeObject>>>();

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  namespace(name: string): Promise<Read<ObjectOf<'Namespace'>>> {
    const reading = this.#namespaces.get(name) ?? this.#reader.get('Namespace', null, name);
    this.#namespaces.set(name, reading);
    return reading;
  }

  object(ref: ObjectRef): Promise<Read<KubeObject>> {
    const key = `${ref.apiVersion}/${refKey(ref)}`;
    const reading = this.#objects.get(key) ?? this.#reader.getAny(ref);
    this.#objects.set(key, reading);
    return reading;
  }
}

/** The target and everything that is written, each once. */
export function touchedObjects({ target, proposal }: Pick<Gathering, 'target' | 'proposal'>): readonly KubeObject[] {
  const objects = [target, ...proposal.writes.map(writtenObject)];
  return [...new Map(objects.map((object) => [refKey(refOf(object)), object])).values()];
}

/** The namespaces of these objects, each once. */
export function namespacesOf(objects: readonly KubeObject[]): readonly string[] {
  return [...new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []))].sort();
}

/** A fact that could not be read; the gatherer turns it into a fact that is not known. */
export class Unreadable extends Error {}

/** The objects of a list that was read. @throws Unreadable */
export function listed<T>(read: ListRead<T>, what: string): readonly T[] {
  if (read.state === 'listed') return read.objects;
  throw new Unreadable(`${what} cannot be listed: ${read.reason}`);
}
