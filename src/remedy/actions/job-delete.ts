import { z } from 'zod';
import { failedConditionOf, isComplete } from '../../kube/jobs/jobs.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { controllerOf } from '../../kube/owners.ts';
import { timeMs } from '../../kube/time.ts';
import { isOf } from '../../kube/workloads/workloads.ts';
import { defineAction, refused } from '../action.ts';
import { durationMs, durationParam } from '../objects/duration.ts';
import { refuseIf, unlessRefused } from '../objects/judged.ts';
import { isGone } from '../objects/live-state.ts';
import { paramFlag } from '../objects/param-flag.ts';
import { wrongKind } from '../objects/wrong-kind.ts';

const params = z.strictObject({
  olderThan: durationParam.optional().describe('Also a Job that has not ended, once it is this old: 6h'),
});

export const jobDelete = defineAction({
  id: 'job.delete',
  title: 'Delete a Job and its pods',
  on: ['Job'],
  risk: 'R3',
  rights: [
    { group: 'batch', resource: 'jobs', verb: 'delete' },
    { group: '', resource: 'pods', verb: 'list' },
  ],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/job/#clean-up-finished-jobs-automatically',
  params,
  example: { olderThan: '6h' },
  look: async () => null,
  propose: ({ target, params: { olderThan }, now }) => {
    if (!isOf(target, 'Job')) return refused(wrongKind(target, 'Job'));
    const what = refText(refOf(target));
    const isEnded = isComplete(target) || failedConditionOf(target) !== undefined;
    const bornMs = timeMs(target.metadata.creationTimestamp) ?? Number.POSITIVE_INFINITY;
    const isOld = olderThan !== undefined && now.getTime() - bornMs >= durationMs(olderThan);
    const active = target.status?.active ?? 0;
    const owner = controllerOf(target);
    const age = olderThan === undefined ? '' : ` and is not older than ${olderThan}`;
    const refusals = [
      refuseIf(
        !isEnded && !isOld,
        'job-running',
        `${what} has not ended${age}`,
        `a Job that runs too long, say for six hours: ${paramFlag('olderThan', '6h')}`,
      ),
      refuseIf(target.metadata.deletionTimestamp !== undefined, 'already-deleted', `${what} is being deleted already`),
    ];
    return unlessRefused(refusals, () => ({
      summary: `delete ${what} and its pods`,
      risk: 'R3',
      writes: [{ verb: 'delete', before: target, propagation: 'Background', wayBack: 'recreate' }],
      effects: { podsDisrupted: active },
      wayBack: 'made again from the backup, if asked for: it then does its work once more, with another uid',
      notes: [
        ...(isEnded ? ['what its pods have logged goes with them'] : ['the work that it has begun is lost']),
        ...(owner === undefined ? [] : [`${owner.kind} ${owner.name} makes the next one when it is due`]),
      ],
    }));
  },
  verify: async ({ target, reader }) => {
    const gone = await isGone(reader, target);
    if (gone.state !== 'done') return gone;
    const pods = await reader.list('Pod', target.metadata.namespace ?? null);
    if (pods.state === 'unreadable') return { state: 'waiting', reason: `its pods could not be read: ${pods.reason}` };
    const left = pods.objects.filter((pod) => controllerOf(pod)?.uid === target.metadata.uid).length;
    return left === 0 ? gone : { state: 'waiting', reason: `pods of it that are still there: ${left}` };
  },
});
