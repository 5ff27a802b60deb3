import type { Kind } from '../kube/object.ts';
import { refKey, refOf } from '../kube/object-ref.ts';
import type { View } from '../snapshot/view.ts';
import type { Judged } from './run-checks.ts';

/**
 * Drops what is left over (R10) where any other judgement speaks of the same object, its owner or what it belongs to:
 * a warning event is shown only where nothing else explains it.
 */
export function withoutClaimed(judged: readonly Judged[], view: View<Kind>): readonly Judged[] {
  const claimed = new Set<string>();
  for (const { check, object, judgement } of judged) {
    if (check.level === 'residue') continue;
    claimed.add(refKey(refOf(object)));
    claimed.add(refKey(view.topOwner(object)));
    for (const ref of judgement.explains ?? []) claimed.add(refKey(ref));
    if (judgement.shared !== undefined) claimed.add(refKey(judgement.shared));
  }
  return judged.filter(({ check, object, judgement }) => {
    if (check.level !== 'residue') return true;
    const about = [...(judgement.explainedBy ?? [refOf(object)]), view.topOwner(object)];
    return !about.some((ref) => claimed.has(refKey(ref)));
  });
}
