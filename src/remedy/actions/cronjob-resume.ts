import { z } from 'zod';
import { refOf, refText } from '../../kube/object-ref.ts';
import { isOf } from '../../kube/workloads/workloads.ts';
import { defineAction, refused } from '../action.ts';
import { refuseIf, unlessRefused } from '../objects/judged.ts';
import { fieldsHold } from '../objects/live-state.ts';
import { wrongKind } from '../objects/wrong-kind.ts';
import type { Edit } from '../write.ts';

const EDITS: readonly Edit[] = [{ path: ['spec', 'suspend'], value: false }];

const params = z.strictObject({});

export const cronjobResume = defineAction({
  id: 'cronjob.resume',
  title: 'Let a suspended CronJob start runs again',
  on: ['CronJob'],
  risk: 'R2',
  rights: [{ group: 'batch', resource: 'cronjobs', verb: 'patch' }],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-suspension',
  params,
  example: {},
  look: async () => null,
  propose: ({ target }) => {
    if (!isOf(target, 'CronJob')) return refused(wrongKind(target, 'CronJob'));
    const what = refText(refOf(target));
    const hasDeadline = target.spec?.startingDeadlineSeconds !== undefined;
    const refusals = [refuseIf(target.spec?.suspend !== true, 'not-suspended', `${what} is not suspended`)];
    return unlessRefused(refusals, () => ({
      summary: `resume ${what}`,
      risk: 'R2',
      writes: [{ verb: 'patch', before: target, edits: EDITS }],
      effects: { podsDisrupted: 0 },
      wayBack: 'spec.suspend gets its old value; runs that have started go on',
      notes: hasDeadline ? [] : ['without startingDeadlineSeconds a run that fell due meanwhile starts at once'],
    }));
  },
  verify: ({ target, reader }) => fieldsHold(reader, target, EDITS),
});
