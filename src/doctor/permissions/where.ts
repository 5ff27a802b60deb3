import type { Permission, PermissionFacts } from '../../cluster/permissions/index.ts';

export type KnownPermissions = Extract<PermissionFacts, { state: 'known' }>;

/** How far a right to a kind goes. */
export interface Reach {
  readonly kind: string;
  readonly resource: string;
  /** In all places that were asked for. */
  readonly everywhere: boolean;
  /** Where it is given, if not everywhere. */
  readonly places: readonly string[];
}

/** How far each kind may be read in this way. */
export function reachOf({ matrix, namespaces }: KnownPermissions, verb: 'get' | 'list'): readonly Reach[] {
  const kinds = [...new Set(matrix.map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const rows = matrix.filter((row) => row.kind === kind);
    const wide = rows.find(({ namespace }) => namespace === null);
    const inPlaces = rows.filter(({ namespace }) => namespace !== null);
    const everywhere =
      wide?.[verb] === true || (namespaces !== null && wide === undefined && inPlaces.every((row) => row[verb]));
    const places = inPlaces.filter((row) => row[verb]).flatMap(namespaceOf);
    return { kind, resource: rows[0]?.resource ?? '', everywhere, places };
  });
}

function namespaceOf({ namespace }: Permission): readonly string[] {
  return namespace === null ? [] : [namespace];
}
