import type { KubeObject } from '../../kube/object.ts';
import { applyPatch } from '../patch/apply.ts';
import { operationsFor } from '../patch/operations.ts';
import { plain } from '../patch/plain.ts';
import type { Write } from '../write.ts';

/** The object as a write would leave it; null where it does not fit. What is deleted or evicted stays as it is. */
export function afterWrite(write: Write): KubeObject | null {
  if (write.verb === 'create') return write.manifest;
  if (write.verb !== 'patch') return write.before;
  const before = plain(write.before);
  if (before === undefined) return null;
  const wanted = write.edits.map(({ path, value }) => ({ path, value: plain(value) }));
  const compiled = operationsFor(before, wanted);
  if (compiled.state !== 'compiled') return null;
  const applied = applyPatch(before, compiled.operations);
  // A patch of fields leaves the object of its kind.
  return applied.state === 'applied' ? (applied.object as unknown as KubeObject) : null;
}
