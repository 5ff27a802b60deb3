import type { KubeObject } from '../../kube/object.ts';
import { refOf } from '../../kube/object-ref.ts';
import type { Progress } from '../action.ts';
import type { Reader } from '../live/reader.ts';
import { textOf } from './workload.ts';

/** The target as it is now, or why nothing can be said of it. */
type Live = { readonly state: 'found'; readonly object: KubeObject } | Exclude<Progress, { readonly state: 'done' }>;

/** Reads the target again. One of the same name that is another object is not the target any more. */
export async function readBack(target: KubeObject, reader: Reader): Promise<Live> {
  const read = await reader.getAny(refOf(target));
  switch (read.state) {
    case 'unreadable':
      return { state: 'waiting', reason: `${textOf(target)} cannot be read: ${read.reason}` };
    case 'missing':
      return { state: 'failed', reason: `${textOf(target)} is gone` };
    case 'found':
      return read.object.metadata.uid === target.metadata.uid
        ? read
        : { state: 'failed', reason: `${textOf(target)} was deleted and made again by somebody else` };
  }
}

/** Done once the target's field reads as it was written; a field that does not has been changed since. */
export async function verifyField(
  target: KubeObject,
  reader: Reader,
  holds: (live: KubeObject) => boolean,
  field: string,
): Promise<Progress> {
  const live = await readBack(target, reader);
  if (live.state !== 'found') return live;
  return holds(live.object)
    ? { state: 'done', reason: `${field} of ${textOf(target)} reads as it was written` }
    : { state: 'failed', reason: `${field} of ${textOf(target)} was changed by somebody else` };
}
