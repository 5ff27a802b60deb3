import type { KubeObject, Taint } from '../../kube/object.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { taintText } from '../../kube/scheduling/tolerations.ts';
import type { Progress } from '../action.ts';
import type { Reader } from '../live/reader.ts';

/** Whether a node has a taint, as it should or should not. Without an effect, of any. */
export async function hasTaint(reader: Reader, before: KubeObject, taint: Taint, should: boolean): Promise<Progress> {
  const what = refText(refOf(before));
  const live = await reader.get('Node', null, before.metadata.name);
  if (live.state === 'unreadable') return { state: 'waiting', reason: `${what} could not be read: ${live.reason}` };
  if (live.state === 'missing' || live.object.metadata.uid !== before.metadata.uid) {
    return { state: 'failed', reason: `${what} is gone` };
  }
  const has = (live.object.spec?.taints ?? []).some(({ key, value, effect }) => {
    if (key !== taint.key || (taint.effect !== undefined && effect !== taint.effect)) return false;
    return !should || (value ?? '') === (taint.value ?? '');
  });
  const text = taintText(taint);
  if (has === should) return { state: 'done', reason: `${what} has ${should ? '' : 'no longer '}${text}` };
  return { state: 'failed', reason: `${what} has ${should ? 'no longer' : 'again'} ${text}: somebody changed it back` };
}
