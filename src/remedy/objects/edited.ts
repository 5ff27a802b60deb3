import type { KubeObject } from '../../kube/object.ts';
import { applyPatch } from '../patch/apply.ts';
import { operationsFor } from '../patch/operations.ts';
import { plain } from '../patch/plain.ts';
import type { Edit, Segment } from '../write.ts';

/** What an object would be after edits, before any default of the server; or the path that it does not have. */
export type Edited<T> =
  | { readonly state: 'edited'; readonly object: T; readonly changes: boolean }
  | { readonly state: 'impossible'; readonly path: readonly Segment[] };

/** Makes the edits on a copy. */
export function edited<T extends KubeObject>(before: T, edits: readonly Edit[]): Edited<T> {
  const object = plain(before) ?? null;
  const wanted = edits.map(({ path, value }) => ({ path, value: plain(value) }));
  const compiled = operationsFor(object, wanted);
  if (compiled.state === 'impossible') return compiled;
  const applied = applyPatch(object, compiled.operations);
  if (applied.state === 'failed') return { state: 'impossible', path: edits[0]?.path ?? [] };
  // What was of this kind still is: edits change fields that its type calls optional.
  return { state: 'edited', object: applied.object as unknown as T, changes: compiled.operations.length > 0 };
}
