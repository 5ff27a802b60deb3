import { compareText, firstDifference } from '../base/collate.ts';
import { ALL_KINDS } from '../kube/kinds.ts';
import type { Kind, KubeObject, ObjectOf } from '../kube/object.ts';
import type { KindCoverage } from './coverage.ts';

/** Which cluster was read. */
export interface ClusterInfo {
  /** The cluster's name in the kubeconfig, or the file it was read from. */
  readonly name: string;
  /** The kubeconfig context; null for a recording that does not know it. */
  readonly context: string | null;
  /** The server's version, like `v1.34.4`; null where it was not readable. */
  readonly version: string | null;
}

/** The objects of a snapshot, by kind. A kind that was not read is absent or empty: `coverage` tells. */
export type ObjectsByKind = { readonly [K in Kind]?: readonly ObjectOf<K>[] };

/**
 * One read of a cluster: immutable plain JSON, objects cut to what checks read, sorted by namespace and name.
 *
 * Holds no value of a Secret or a ConfigMap.
 */
export interface Snapshot {
  readonly cluster: ClusterInfo;
  /** When it was read, by the server's clock where it told; RFC 3339. The only clock that checks know. */
  readonly takenAt: string;
  /** The namespaces that were asked for; null for all. */
  readonly namespaces: readonly string[] | null;
  /** What was listed, forbidden, absent or failed, for each kind that was asked for. */
  readonly coverage: readonly KindCoverage[];
  readonly objects: ObjectsByKind;
  /** True for a recording of this tool: it holds what the checks of the catalogue read of each object, and no more. */
  readonly isCut?: boolean;
}

/** Builds a snapshot from objects in any order; the result does not depend on it. */
export function createSnapshot(parts: {
  cluster: ClusterInfo;
  takenAt: string;
  namespaces: readonly string[] | null;
  coverage: readonly KindCoverage[];
  objects: ReadonlyMap<Kind, readonly KubeObject[]>;
}): Snapshot {
  const objects: Record<string, readonly KubeObject[]> = {};
  for (const kind of ALL_KINDS) {
    const list = parts.objects.get(kind);
    if (list !== undefined) objects[kind] = sorted(list);
  }
  const coverage = [...parts.coverage].sort((a, b) => compareText(a.kind, b.kind));
  return {
    cluster: parts.cluster,
    takenAt: parts.takenAt,
    namespaces: parts.namespaces,
    coverage,
    objects: objects as ObjectsByKind,
  };
}

/** How many objects a snapshot holds. */
export function objectCount(snapshot: Snapshot): number {
  return ALL_KINDS.reduce((sum, kind) => sum + (snapshot.objects[kind]?.length ?? 0), 0);
}

function sorted(list: readonly KubeObject[]): readonly KubeObject[] {
  return [...list].sort(({ metadata: a }, { metadata: b }) =>
    firstDifference(compareText(a.namespace ?? '', b.namespace ?? ''), compareText(a.name, b.name)),
  );
}
