import { FIELD_MANAGER } from '../../cluster/write/writer.ts';
import type { KubeObject } from '../../kube/object.ts';
import type { Edit, Segment } from '../write.ts';
import { isRecord } from './covers.ts';

/**
 * Who has applied the fields that edits are about to change, and will bring their own values back: managers of
 * server-side apply. Those that only updated a field once do not claim it.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
export function appliersOf(object: KubeObject, edits: readonly Edit[]): readonly string[] {
  const claims = (object.metadata.managedFields ?? []).filter(({ operation }) => operation === 'Apply');
  const owning = claims.filter(({ fieldsV1 }) => edits.some(({ path }) => owns(fieldsV1, path)));
  return [...new Set(owning.map(({ manager }) => manager ?? 'somebody'))].sort();
}

/** Who set this field last, by applying or updating it, but us. */
export function ownersOf(object: KubeObject, path: readonly Segment[]): readonly string[] {
  const others = (object.metadata.managedFields ?? []).filter(({ manager }) => manager !== FIELD_MANAGER);
  return [...new Set(others.filter(({ fieldsV1 }) => owns(fieldsV1, path)).map(({ manager }) => manager ?? ''))]
    .filter((manager) => manager !== '')
    .sort();
}

/** True for an entry that has the field itself, something within it, or its parent as a whole. */
function owns(fields: unknown, path: readonly Segment[]): boolean {
  let at = fields;
  for (const segment of path) {
    if (!isRecord(at)) return false;
    const below = Object.entries(at).find(([name]) => isAt(name, segment));
    // A leaf owns all that is below it: lists without keys are owned as a whole.
    if (below === undefined) return false;
    at = below[1];
    if (isRecord(at) && Object.keys(at).length === 0) return true;
  }
  return true;
}

/** `f:name` is a field, `k:{"name":"web"}` an item of a list. */
function isAt(name: string, segment: Segment): boolean {
  if (typeof segment === 'string') return name === `f:${segment}`;
  if (!name.startsWith('k:')) return false;
  try {
    const keys: unknown = JSON.parse(name.slice(2));
    return isRecord(keys) && keys[segment.key] === segment.value;
  } catch {
    return false;
  }
}
