import { groupOf } from '../../src/kube/kinds.ts';
import type { KubeObject } from '../../src/kube/object.ts';
import type { Reader } from '../../src/remedy/live/reader.ts';

/** A Reader over these objects. `unreadable` names kinds that may not be read. */
export function fakeReader(objects: readonly KubeObject[], unreadable: readonly string[] = []): Reader {
  const of = (apiVersion: string | null, kind: string) =>
    objects.filter(
      (object) => object.kind === kind && (apiVersion === null || groupOf(object.apiVersion) === groupOf(apiVersion)),
    );
  const one = (apiVersion: string | null, kind: string, namespace: string | null, name: string) => {
    if (unreadable.includes(kind)) return { state: 'unreadable', reason: 'forbidden' } as const;
    const object = of(apiVersion, kind).find(
      ({ metadata }) => metadata.name === name && (metadata.namespace ?? null) === namespace,
    );
    return object === undefined ? ({ state: 'missing' } as const) : ({ state: 'found', object } as const);
  };
  const many = (apiVersion: string | null, kind: string, namespace: string | null, labels?: string) => {
    if (unreadable.includes(kind)) return { state: 'unreadable', reason: 'forbidden' } as const;
    const wanted = (labels ?? '').split(',').filter((label) => label !== '');
    const found = of(apiVersion, kind).filter(
      ({ metadata }) =>
        (namespace === null || metadata.namespace === namespace) &&
        wanted.every((label) => metadata.labels?.[label.split('=')[0] ?? ''] === label.split('=')[1]),
    );
    return { state: 'listed', objects: found } as const;
  };
  const reader = {
    get: async (kind: string, namespace: string | null, name: string) => one(null, kind, namespace, name),
    getAny: async (ref: { apiVersion: string; kind: string; namespace: string | null; name: string }) =>
      one(ref.apiVersion, ref.kind, ref.namespace, ref.name),
    list: async (kind: string, namespace: string | null, labels?: string) => many(null, kind, namespace, labels),
    listAny: async (kind: { apiVersion: string; kind: string }, namespace: string | null, labels?: string) =>
      many(kind.apiVersion, kind.kind, namespace, labels),
  };
  // The objects of a test are of the shape that their kind says.
  return reader as unknown as Reader;
}
