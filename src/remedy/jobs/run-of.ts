import { failedConditionOf, isComplete } from '../../kube/jobs/jobs.ts';
import type { KubeObject } from '../../kube/object.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { isOf } from '../../kube/workloads/workloads.ts';
import type { Progress } from '../action.ts';
import type { Reader } from '../live/reader.ts';

/** How far the Job that was created has come. */
export async function runOf(reader: Reader, created: KubeObject | null | undefined): Promise<Progress> {
  if (created === null || created === undefined) return { state: 'failed', reason: 'no Job was created' };
  const ref = refOf(created);
  const live = await reader.get('Job', ref.namespace, ref.name);
  if (live.state === 'unreadable')
    return { state: 'waiting', reason: `${refText(ref)} could not be read: ${live.reason}` };
  if (live.state === 'missing' || !isOf(live.object, 'Job') || live.object.metadata.uid !== created.metadata.uid) {
    return { state: 'failed', reason: `${refText(ref)} is gone` };
  }
  if (isComplete(live.object)) return { state: 'done', reason: `${refText(ref)} is complete` };
  const failed = failedConditionOf(live.object);
  if (failed !== undefined) {
    return { state: 'failed', reason: `${refText(ref)} has failed: ${failed.reason || failed.message}` };
  }
  return { state: 'waiting', reason: `${refText(ref)} runs` };
}
