import { globMatches } from '../kube/glob.ts';
import { ALL_KINDS, KINDS } from '../kube/kinds.ts';
import type { Kind, KubeObject } from '../kube/object.ts';
import { createSnapshot, type Snapshot } from './snapshot.ts';

/** The namespaces that a snapshot knows of: those it was taken of, and those that exist or hold an object. */
export function namespacesIn(snapshot: Snapshot): readonly string[] {
  const names = new Set(snapshot.namespaces ?? []);
  for (const namespace of snapshot.objects.Namespace ?? []) names.add(namespace.metadata.name);
  for (const kind of ALL_KINDS) {
    for (const { metadata } of snapshot.objects[kind] ?? [])
      if (metadata.namespace !== undefined) names.add(metadata.namespace);
  }
  return [...names].sort();
}

/** The same snapshot, as if only the namespaces that match one of these names or globs had been read. */
export function narrowTo(snapshot: Snapshot, patterns: readonly string[]): Snapshot {
  const wanted = new Set(
    namespacesIn(snapshot).filter((name) => patterns.some((pattern) => globMatches(pattern, name))),
  );
  const objects = new Map<Kind, readonly KubeObject[]>();
  for (const kind of ALL_KINDS) {
    const all: readonly KubeObject[] = snapshot.objects[kind] ?? [];
    const isWanted = ({ metadata }: KubeObject): boolean => wanted.has(metadata.namespace ?? '');
    if (kind === 'Namespace')
      objects.set(
        kind,
        all.filter(({ metadata }) => wanted.has(metadata.name)),
      );
    else objects.set(kind, KINDS[kind].namespaced ? all.filter(isWanted) : all);
  }
  return createSnapshot({ ...snapshot, namespaces: [...wanted].sort(), objects });
}
