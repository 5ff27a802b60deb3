import { z } from 'zod';
import { isRollingOut } from '../../kube/workloads/workloads.ts';
import { defineAction, refused } from '../action.ts';
import { verifyField } from '../workloads/read-back.ts';
import { right, targetAs, textOf } from '../workloads/workload.ts';

const params = z.strictObject({});

export const rolloutPause = defineAction({
  id: 'rollout.pause',
  title: 'Hold a rollout where it stands',
  on: ['Deployment'],
  risk: 'R2',
  rights: [right('apps', 'deployments', 'patch')],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#pausing-and-resuming-a-deployment',
  params,
  example: {},
  look: async () => null,
  propose: ({ target }) => {
    const name = textOf(target);
    const deployment = targetAs('Deployment', target);
    if (deployment.spec?.paused === true) return refused({ id: 'rollout-paused', reason: `${name} is paused already` });
    return {
      state: 'proposed',
      summary: `pause ${name}`,
      risk: 'R2',
      writes: [{ verb: 'patch', before: target, edits: [{ path: ['spec', 'paused'], value: true }] }],
      effects: { podsDisrupted: 0 },
      wayBack: 'It is resumed',
      ...(isRollingOut(deployment)
        ? { notes: ['a rollout is under way: pods of both templates stay side by side'] }
        : {}),
    };
  },
  verify: ({ target, reader }) =>
    verifyField(target, reader, (live) => targetAs('Deployment', live).spec?.paused === true, 'spec.paused'),
});
