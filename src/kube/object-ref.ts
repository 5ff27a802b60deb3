import { compareText, firstDifference } from '../base/collate.ts';
import { groupOf, isKind, KINDS } from './kinds.ts';
import type { Kind, KubeObject } from './object.ts';

/** Names one object, whether it exists or not. `namespace` is null for cluster-scoped kinds. */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
}

/** The reference to an object that was read. */
export function refOf(object: KubeObject): ObjectRef {
  const { namespace, name } = object.metadata;
  return { apiVersion: object.apiVersion, kind: object.kind, namespace: namespace ?? null, name };
}

/** A reference to an object of a known kind. Pass null as the namespace of a cluster-scoped kind. */
export function refTo(kind: Kind, namespace: string | null, name: string): ObjectRef {
  return { apiVersion: KINDS[kind].apiVersion, kind, namespace, name };
}

/** A key that is equal for references to one object; versions of one group are one. */
export function refKey(ref: ObjectRef): string {
  return `${kindKey(ref)}/${ref.namespace ?? ''}/${ref.name}`;
}

/** A kind of the catalogue by its name; another group's, which may have the same name, with that group. */
function kindKey({ apiVersion, kind }: ObjectRef): string {
  const group = groupOf(apiVersion);
  const known = isKind(kind) ? groupOf(KINDS[kind].apiVersion) : '';
  return group === known || apiVersion === '' ? kind : `${kind}.${group}`;
}

/** `Deployment shop/web`, or `Node worker-1` for a cluster-scoped kind. */
export function refText(ref: ObjectRef): string {
  return ref.namespace === null ? `${ref.kind} ${ref.name}` : `${ref.kind} ${ref.namespace}/${ref.name}`;
}

/** Order by namespace, kind, name: the order of every list in a report. */
export function compareRefs(left: ObjectRef, right: ObjectRef): number {
  return firstDifference(
    compareText(left.namespace ?? '', right.namespace ?? ''),
    compareText(left.kind, right.kind),
    compareText(left.name, right.name),
  );
}
