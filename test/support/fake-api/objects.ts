import type { FakeObject } from './fake-api.ts';

/** Any object, by kind and `namespace/name` or, cluster-wide, `name`. */
export function object(kind: string, path: string, fields: Readonly<Record<string, unknown>> = {}): FakeObject {
  const [first = '', second] = path.split('/');
  const metadata = second === undefined ? { name: first } : { name: second, namespace: first };
  return { kind, metadata: { ...metadata, uid: `uid-${kind}-${path}` }, ...fields };
}

export function namespaces(...names: readonly string[]): readonly FakeObject[] {
  return names.map((name) => object('Namespace', name));
}

/** Pods `web-0`, `web-1`... of one namespace. */
export function pods(namespace: string, count: number): readonly FakeObject[] {
  return Array.from({ length: count }, (_, index) => object('Pod', `${namespace}/web-${index}`));
}
