import { z } from 'zod';
import { failedConditionOf } from '../../kube/jobs/jobs.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { controllerOf } from '../../kube/owners.ts';
import { isOf } from '../../kube/workloads/workloads.ts';
import { defineAction, refused } from '../action.ts';
import { newJobEffects } from '../jobs/effects.ts';
import { cloneJob, freeName } from '../jobs/job-from.ts';
import { runOf } from '../jobs/run-of.ts';
import { listed, refuseIf, refuseUnread, unlessRefused } from '../objects/judged.ts';
import { wrongKind } from '../objects/wrong-kind.ts';

const params = z.strictObject({});

export const jobRetry = defineAction({
  id: 'job.retry',
  title: 'Run a failed Job again under another name',
  on: ['Job'],
  risk: 'R2',
  rights: [
    { group: 'batch', resource: 'jobs', verb: 'create' },
    { group: 'batch', resource: 'jobs', verb: 'list' },
    { group: '', resource: 'limitranges', verb: 'list' },
    { group: 'batch', resource: 'cronjobs', verb: 'get' },
  ],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy',
  params,
  example: {},
  look: async ({ target, reader }) => {
    const owner = controllerOf(target);
    const namespace = target.metadata.namespace ?? null;
    return {
      owner: owner === undefined ? null : await reader.getAny({ ...owner, namespace }),
      jobs: await reader.list('Job', namespace),
      ranges: await reader.list('LimitRange', namespace),
    };
  },
  propose: ({ target, facts: { owner, jobs, ranges } }) => {
    if (!isOf(target, 'Job')) return refused(wrongKind(target, 'Job'));
    const what = refText(refOf(target));
    const named = controllerOf(target);
    const controller = `${named?.kind ?? ''} ${named?.name ?? ''}`;
    const isOwned = owner?.state === 'found' && owner.object.metadata.uid === named?.uid;
    const refusals = [
      refuseIf(failedConditionOf(target) === undefined, 'job-not-failed', `${what} has not failed`),
      refuseIf(
        target.spec?.manualSelector === true,
        'manual-selector',
        `${what} selects its pods by labels of its own, which another Job would share`,
      ),
      refuseUnread(`LimitRanges of namespace ${target.metadata.namespace ?? ''}`, ranges),
      refuseUnread(`Jobs of namespace ${target.metadata.namespace ?? ''}`, jobs),
      owner === null ? null : refuseUnread(`${controller}, the owner of ${what},`, owner),
      refuseIf(
        owner !== null && owner.state !== 'unreadable' && !isOwned,
        'owner-gone',
        `${controller}, the owner of ${what}, does not exist any more, and the copy would be collected with it`,
      ),
    ];
    const name = freeName(target.metadata.name, 'retry', new Set(listed(jobs).map((job) => job.metadata.name)));
    return unlessRefused(refusals, () => ({
      summary: `run the work of ${what} again as Job ${name}`,
      risk: 'R2',
      writes: [{ verb: 'create', manifest: cloneJob(target, name) }],
      effects: newJobEffects(target.spec, listed(ranges)),
      wayBack: `delete Job ${name}; what it has done by then stays done`,
      notes: [`${what} stays as it is: its template cannot be changed`],
    }));
  },
  verify: ({ reader, written }) => runOf(reader, written[0]),
});
