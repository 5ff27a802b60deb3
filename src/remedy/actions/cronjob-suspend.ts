import { z } from 'zod';
import { countText } from '../../base/list-text.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { isOf } from '../../kube/workloads/workloads.ts';
import { defineAction, refused } from '../action.ts';
import { refuseIf, unlessRefused } from '../objects/judged.ts';
import { fieldsHold } from '../objects/live-state.ts';
import { wrongKind } from '../objects/wrong-kind.ts';
import type { Edit } from '../write.ts';

const EDITS: readonly Edit[] = [{ path: ['spec', 'suspend'], value: true }];

const params = z.strictObject({});

export const cronjobSuspend = defineAction({
  id: 'cronjob.suspend',
  title: 'Stop a CronJob from starting more runs',
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
    const running = target.status?.active?.length ?? 0;
    const refusals = [refuseIf(target.spec?.suspend === true, 'already-suspended', `${what} is suspended already`)];
    return unlessRefused(refusals, () => ({
      summary: `suspend ${what}`,
      risk: 'R2',
      writes: [{ verb: 'patch', before: target, edits: EDITS }],
      effects: { podsDisrupted: 0 },
      wayBack: 'spec.suspend gets its old value; runs that fell due meanwhile may start at once',
      notes: running === 0 ? [] : [`${countText(running, 'run')} in progress goes on`],
    }));
  },
  verify: ({ target, reader }) => fieldsHold(reader, target, EDITS),
});
