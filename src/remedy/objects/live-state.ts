import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../../kube/object.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import type { Progress } from '../action.ts';
import type { Reader } from '../live/reader.ts';
import { plain } from '../patch/plain.ts';
import { pathText, valueAt } from '../patch/pointer.ts';
import type { Edit } from '../write.ts';
import { covers } from './covers.ts';

/** Whether the very object, told by its uid, is gone. Another one of its name does not count. */
export async function isGone(reader: Reader, before: KubeObject): Promise<Progress> {
  const what = refText(refOf(before));
  const live = await reader.getAny(refOf(before));
  if (live.state === 'unreadable') return { state: 'waiting', reason: `${what} could not be read: ${live.reason}` };
  if (live.state === 'missing' || live.object.metadata.uid !== before.metadata.uid) {
    return { state: 'done', reason: `${what} is gone` };
  }
  const finalizers = live.object.metadata.finalizers ?? [];
  const held = finalizers.length === 0 ? '' : `, held by ${finalizers.join(', ')}`;
  return { state: 'waiting', reason: `${what} is still there${held}` };
}

/** Whether the fields of the very object hold what the edits wanted, as the server wrote it: `1000m` becomes `1`. */
export async function fieldsHold(
  reader: Reader,
  before: KubeObject,
  edits: readonly Edit[],
  written?: KubeObject | null,
): Promise<Progress> {
  const what = refText(refOf(before));
  const live = await reader.getAny(refOf(before));
  if (live.state === 'unreadable') return { state: 'waiting', reason: `${what} could not be read: ${live.reason}` };
  if (live.state === 'missing') return { state: 'failed', reason: `${what} is gone` };
  if (live.object.metadata.uid !== before.metadata.uid) {
    return { state: 'failed', reason: `${what} was deleted and made again` };
  }
  const { object } = live;
  const other = edits.find(({ path, value }) => {
    const [now, stored] = [valueAt(plain(object), path), valueAt(plain(written), path)];
    return !covers(value, now) && (stored === undefined || !isDeepStrictEqual(stored, now));
  });
  if (other === undefined) return { state: 'done', reason: `${what} holds the new values` };
  return {
    state: 'failed',
    reason: `${pathText(other.path)} of ${what} holds another value: somebody changed it back`,
  };
}
