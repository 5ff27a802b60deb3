import { z } from 'zod';
import { refOf, refText } from '../../kube/object-ref.ts';
import { isOf } from '../../kube/workloads/workloads.ts';
import { defineAction, refused } from '../action.ts';
import { newJobEffects } from '../jobs/effects.ts';
import { freeName, jobFromCronJob } from '../jobs/job-from.ts';
import { runOf } from '../jobs/run-of.ts';
import { listed, refuseIf, refuseUnread, unlessRefused } from '../objects/judged.ts';
import { wrongKind } from '../objects/wrong-kind.ts';

const params = z.strictObject({});

export const cronjobTrigger = defineAction({
  id: 'cronjob.trigger',
  title: 'Run a CronJob once, now',
  on: ['CronJob'],
  risk: 'R2',
  rights: [
    { group: 'batch', resource: 'jobs', verb: 'create' },
    { group: 'batch', resource: 'jobs', verb: 'list' },
    { group: '', resource: 'limitranges', verb: 'list' },
  ],
  source: 'https://kubernetes.io/docs/reference/kubectl/generated/kubectl_create/kubectl_create_job/',
  params,
  example: {},
  look: async ({ target, reader }) => ({
    jobs: await reader.list('Job', target.metadata.namespace ?? null),
    ranges: await reader.list('LimitRange', target.metadata.namespace ?? null),
  }),
  propose: ({ target, facts: { jobs, ranges } }) => {
    if (!isOf(target, 'CronJob')) return refused(wrongKind(target, 'CronJob'));
    const what = refText(refOf(target));
    const running = (target.status?.active ?? []).map(({ name }) => name ?? '');
    const refusals = [
      refuseUnread(`LimitRanges of namespace ${target.metadata.namespace ?? ''}`, ranges),
      refuseUnread(`Jobs of namespace ${target.metadata.namespace ?? ''}`, jobs),
      refuseIf(
        target.spec?.concurrencyPolicy === 'Forbid' && running.length > 0,
        'run-in-progress',
        `${what} forbids two runs at once, and ${running.join(', ')} runs`,
        'wait for its end',
      ),
    ];
    const name = freeName(target.metadata.name, 'manual', new Set(listed(jobs).map((job) => job.metadata.name)));
    return unlessRefused(refusals, () => ({
      summary: `run ${what} once as Job ${name}`,
      risk: 'R2',
      writes: [{ verb: 'create', manifest: jobFromCronJob(target, name) }],
      effects: newJobEffects(target.spec?.jobTemplate?.spec, listed(ranges)),
      wayBack: `delete Job ${name}; what it has done by then stays done`,
      notes: target.spec?.suspend === true ? [`${what} stays suspended`] : [],
    }));
  },
  verify: ({ reader, written }) => runOf(reader, written[0]),
});
