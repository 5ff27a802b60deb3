import { refText } from '../../kube/object-ref.ts';
import type { Reader } from '../live/reader.ts';
import { ownersOf } from '../objects/field-owners.ts';
import { isSame, plain } from '../patch/plain.ts';
import { pathText, valueAt } from '../patch/pointer.ts';
import type { PlannedWrite } from '../plan/plan.ts';
import { isMarker } from './send-write.ts';

/**
 * Who set a field that we changed back to what it was, in one sentence; null where nobody did. A controller that does so
 * would do it again: there is nothing to wait for.
 */
export async function takenAway(writes: readonly PlannedWrite[], reader: Reader): Promise<string | null> {
  for (const { request, changes } of writes) {
    if (request.verb !== 'patch') continue;
    const read = await reader.getAny(request.ref);
    // One that is gone, or another one, is the action's to judge.
    if (read.state !== 'found' || read.object.metadata.uid !== request.uid) continue;
    const live = plain(read.object) ?? null;
    const lost = changes.find(({ path, before, after }) => {
      const value = valueAt(live, path);
      return !isMarker(path) && isSame(value, plain(before)) && !isSame(value, plain(after));
    });
    if (lost === undefined) continue;
    const who = ownersOf(read.object, lost.path).join(', ');
    return `${who === '' ? 'somebody else' : who} took the change of ${pathText(lost.path)} of ${refText(request.ref)} back`;
  }
  return null;
}
