import type { Json } from '../../base/json.ts';
import type { PatchOperation } from '../../cluster/write/writer.ts';
import type { Segment } from '../write.ts';
import { applyPatch } from './apply.ts';
import { type Change, changesBetween } from './changes.ts';
import { operationsFor, type Wanted } from './operations.ts';
import { isSame } from './plain.ts';
import { isList, isMap, valueAt } from './pointer.ts';

/** A field that is neither as we left it nor as it was: somebody else changed it since. */
export interface Drift {
  readonly path: readonly Segment[];
  readonly base: Json | undefined;
  readonly ours: Json | undefined;
  readonly theirs: Json | undefined;
}

/** What becomes of fields that somebody else changed: none is touched, they stay and the others go back, or all go back. */
export type IfDrifted = 'Abort' | 'ThreeWay' | 'Force';

/** How an object gets back to where it was. */
export type Undo =
  | { readonly state: 'already' }
  | {
      readonly state: 'ready';
      readonly operations: readonly PatchOperation[];
      /** What stays as somebody else made it, or is overwritten all the same. */
      readonly drifts: readonly Drift[];
    }
  | { readonly state: 'drifted'; readonly drifts: readonly Drift[] };

/**
 * The way back from a change, for the object as it is now: only fields that still hold our value, never the whole old
 * object. One field that somebody else changed since stops all of it, unless `ifDrifted` says otherwise.
 *
 * @param before the object as it was before the change
 * @param changes what the change did
 */
export function undoFor(live: Json, before: Json, changes: readonly Change[], ifDrifted: IfDrifted = 'Abort'): Undo {
  const drifts: Drift[] = [];
  const wanted: Wanted[] = [];
  for (const { path, before: base, after: ours, at } of changes) {
    const theirs = valueAt(live, path);
    if (isSame(theirs, base)) continue;
    const isDrifted = !isSame(theirs, ours);
    if (isDrifted) drifts.push({ path, base, ours, theirs });
    if (!isDrifted || ifDrifted === 'Force') wanted.push({ path, value: base, ...(at === undefined ? {} : { at }) });
  }
  if (drifts.length > 0 && ifDrifted === 'Abort') return { state: 'drifted', drifts };
  if (wanted.length === 0) return drifts.length > 0 ? { state: 'drifted', drifts } : { state: 'already' };
  // What we added goes first: then the items that come back find their positions.
  const compiled = operationsFor(live, [
    ...wanted.filter(({ value }) => value === undefined),
    ...wanted.filter(({ value }) => value !== undefined),
  ]);
  if (compiled.state === 'impossible') {
    const theirs = valueAt(live, compiled.path);
    const change = changes.find(({ path }) => path === compiled.path);
    return { state: 'drifted', drifts: [{ path: compiled.path, base: change?.before, ours: change?.after, theirs }] };
  }
  return {
    state: 'ready',
    operations: [...compiled.operations, ...emptied(live, before, wanted, compiled.operations)],
    drifts,
  };
}

/** True if the way back leads exactly to where the object was, but for what the server keeps. */
export function leadsBack(after: Json, before: Json, changes: readonly Change[]): boolean {
  const undo = undoFor(after, before, changes);
  if (undo.state === 'drifted') return false;
  const operations = undo.state === 'ready' ? undo.operations : [];
  const applied = applyPatch(after, operations);
  return applied.state === 'applied' && changesBetween(before, applied.object).length === 0;
}

/** Parents that the change made and that hold nothing any more. */
function emptied(
  live: Json,
  before: Json,
  wanted: readonly Wanted[],
  operations: readonly PatchOperation[],
): readonly PatchOperation[] {
  const applied = applyPatch(live, operations);
  if (applied.state === 'failed') return [];
  let now = applied.object;
  const more: PatchOperation[] = [];
  for (const { path, value } of wanted) {
    if (value !== undefined) continue;
    for (let length = path.length - 1; length > 0; length--) {
      const parent = path.slice(0, length);
      const left = valueAt(now, parent);
      if (valueAt(before, parent) !== undefined || !isBare(left)) break;
      const compiled = operationsFor(now, [{ path: parent, value: undefined }]);
      if (compiled.state === 'impossible') break;
      const next = applyPatch(now, compiled.operations);
      if (next.state === 'failed') break;
      now = next.object;
      more.push(...compiled.operations);
    }
  }
  return more;
}

function isBare(value: Json | undefined): boolean {
  return (isMap(value) && Object.keys(value).length === 0) || (isList(value) && value.length === 0);
}
