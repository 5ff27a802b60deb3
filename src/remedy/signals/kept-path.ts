import type { Kind } from '../../kube/object.ts';
import { KEPT_FIELDS, type Keep } from '../../snapshot/kept-fields.ts';

const METADATA: ReadonlySet<string> = new Set([
  'name',
  'namespace',
  'uid',
  'labels',
  'creationTimestamp',
  'deletionTimestamp',
  'generation',
  'finalizers',
  'ownerReferences',
]);

/** True if a snapshot holds this field of a kind, so that its absence means something. */
export function keepsPath(kind: Kind, path: readonly string[]): boolean {
  const [field, ...rest] = path;
  if (field === undefined || field === 'apiVersion' || field === 'kind') return true;
  if (field === 'metadata') return rest[0] === undefined || METADATA.has(rest[0]);
  return keeps(KEPT_FIELDS[kind], path);
}

function keeps(keep: Keep, [field, ...rest]: readonly string[]): boolean {
  if (keep === true || field === undefined) return true;
  // A derived field is ours: the API's of that name is not kept.
  if (typeof keep === 'function') return false;
  const inner = Object.hasOwn(keep, field) ? keep[field] : undefined;
  return inner !== undefined && keeps(inner, rest);
}
