import type { WriteOutcome } from '../../src/cluster/write/outcome.ts';
import type { WriteRequest, Writer } from '../../src/cluster/write/writer.ts';
import type { KubeObject } from '../../src/kube/object.ts';
import { type ObjectRef, refKey, refOf, refText } from '../../src/kube/object-ref.ts';
import type { Reader } from '../../src/remedy/live/reader.ts';
import { fakeReader } from './fake-reader.ts';
import { PatchMisfit, patched } from './json-patch.ts';

/** What goes wrong with a write, other than what the objects themselves make of it. `late` arrives after some reads. */
export type Mishap =
  | 'conflict'
  | 'unknown-applied'
  | 'unknown-lost'
  | { readonly late: number }
  | 'rejected'
  | 'missing'
  | 'budget'
  | 'unsent';

/** One request that changed an object, as it came. */
export interface Effect {
  readonly request: WriteRequest;
  readonly result: KubeObject | null;
}

/** An API server in memory: uids, versions, generations, preconditions, dry runs, and answers that get lost. */
export class FakeCluster {
  readonly #objects = new Map<string, KubeObject>();
  #version = 100;
  #uids = 0;
  #late: { reads: number; request: WriteRequest } | null = null;
  /** All that was really changed through the writer. */
  readonly effects: Effect[] = [];
  /** Requests that were sent for good, with or without effect. */
  readonly sent: WriteRequest[] = [];
  /** What befalls the n-th request that is sent for good, counted from 0. */
  mishap: (request: WriteRequest, index: number) => Mishap | null = () => null;
  /** What admission says against a request, a dry run too. */
  admission: (request: WriteRequest) => string | null = () => null;
  /** What admission makes of an object that is stored, or tried. */
  mutate: (object: KubeObject, dryRun: boolean) => KubeObject = (object) => object;
  /** Kinds that cannot be read. */
  unreadable: readonly string[] = [];
  /** Called before each read; somebody else may change things there. */
  onRead: (ref: ObjectRef) => void = () => {};

  /** Stores an object as it is, but for a version of its own. */
  put(object: KubeObject): KubeObject {
    const { metadata } = object;
    const uid = metadata.uid ?? `uid-${++this.#uids}`;
    const stored = { ...object, metadata: { ...metadata, uid, resourceVersion: `${++this.#version}` } };
    this.#objects.set(refKey(refOf(object)), stored);
    return stored;
  }

  /** Somebody else changes an object. */
  edit(ref: ObjectRef, change: (object: KubeObject) => object): void {
    const object = this.at(ref);
    if (object !== undefined) this.put({ ...object, ...change(object) });
  }

  remove(ref: ObjectRef): void {
    this.#objects.delete(refKey(ref));
  }

  at(ref: ObjectRef): KubeObject | undefined {
    return this.#objects.get(refKey(ref));
  }

  readonly reader: Reader = {
    get: (kind, namespace, name) => this.#reading().get(kind, namespace, name),
    getAny: async (ref) => {
      this.onRead(ref);
      if (this.#late !== null && this.#late.reads-- <= 0) {
        const { request } = this.#late;
        this.#late = null;
        this.#handle(request, false);
      }
      return this.#reading().getAny(ref);
    },
    list: (kind, namespace, labels) => this.#reading().list(kind, namespace, labels),
    listAny: (kind, namespace, labels) => this.#reading().listAny(kind, namespace, labels),
  };

  readonly writer: Writer = {
    write: async (request, { dryRun }) => {
      if (dryRun) return this.#handle(request, true);
      const mishap = this.mishap(request, this.sent.length);
      this.sent.push(request);
      return mishap === null ? this.#handle(request, false) : this.#befallen(mishap, request);
    },
  };

  #reading(): Reader {
    return fakeReader([...this.#objects.values()], this.unreadable);
  }

  #befallen(mishap: Mishap, request: WriteRequest): WriteOutcome {
    if (typeof mishap === 'object') this.#late = { reads: mishap.late, request };
    if (mishap === 'unknown-applied') this.#handle(request, false);
    switch (mishap) {
      case 'conflict':
      case 'missing':
        return { state: mishap, reason: `made up: ${mishap}` };
      case 'rejected':
        return { state: 'rejected', status: 403, reason: 'made up: rejected' };
      case 'budget':
      case 'unsent':
        return { state: mishap, reason: `made up: ${mishap}`, retryAfterMs: null };
      default:
        return { state: 'unknown', reason: 'connection reset' };
    }
  }

  #handle(request: WriteRequest, dryRun: boolean): WriteOutcome {
    const denial = this.admission(request);
    if (denial !== null) return { state: 'rejected', status: 403, reason: denial };
    const ref = request.verb === 'create' ? refOf(request.manifest) : request.ref;
    const live = this.at(ref);
    const outcome =
      request.verb === 'create' ? this.#created(request.manifest, live, dryRun) : this.#changed(request, live, dryRun);
    if (!dryRun && outcome.state === 'done') this.effects.push({ request, result: outcome.object });
    return outcome;
  }

  #created(manifest: KubeObject, live: KubeObject | undefined, dryRun: boolean): WriteOutcome {
    if (live !== undefined) return { state: 'conflict', reason: `${refText(refOf(live))} already exists` };
    const object = this.mutate({ ...manifest, metadata: { ...manifest.metadata, generation: 1 } }, dryRun);
    return { state: 'done', object: dryRun ? object : this.put(object) };
  }

  #changed(
    request: Exclude<WriteRequest, { verb: 'create' }>,
    live: KubeObject | undefined,
    dryRun: boolean,
  ): WriteOutcome {
    if (live === undefined) return { state: 'missing', reason: `${refText(request.ref)} not found` };
    if (request.verb === 'patch') return this.#patched(request, live, dryRun);
    const version = request.verb === 'delete' ? request.resourceVersion : undefined;
    if (request.uid !== live.metadata.uid || (version !== undefined && version !== live.metadata.resourceVersion)) {
      return { state: 'conflict', reason: 'the precondition does not hold' };
    }
    if (!dryRun) this.#gone(live);
    return { state: 'done', object: null };
  }

  #gone(live: KubeObject): void {
    const isHeld = (live.metadata.finalizers ?? []).length > 0;
    if (isHeld) this.put({ ...live, metadata: { ...live.metadata, deletionTimestamp: '2026-03-01T12:00:00Z' } });
    else this.remove(refOf(live));
  }

  #patched({ operations }: Extract<WriteRequest, { verb: 'patch' }>, live: KubeObject, dryRun: boolean): WriteOutcome {
    try {
      // A patch of an object of the API is one again.
      const object = patched(live, operations) as unknown as KubeObject;
      const generation = (live.metadata.generation ?? 1) + 1;
      const next = this.mutate({ ...object, metadata: { ...object.metadata, generation } }, dryRun);
      return { state: 'done', object: dryRun ? next : this.put(next) };
    } catch (thrown) {
      if (thrown instanceof PatchMisfit) return { state: 'conflict', reason: thrown.message };
      throw thrown;
    }
  }
}
