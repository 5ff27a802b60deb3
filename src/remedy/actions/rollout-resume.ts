import { z } from 'zod';
import { defineAction, type Proposal, refused } from '../action.ts';
import type { ListRead } from '../live/reader.ts';
import { isCurrent, type Revision, revisionsOf } from '../workloads/revisions.ts';
import { rolloutProgress } from '../workloads/rollout-progress.ts';
import { lookAtRollout, type RolloutFacts, rolloutEffects } from '../workloads/template-change.ts';
import { right, targetAs, textOf, unreadable } from '../workloads/workload.ts';

const params = z.strictObject({});

interface Facts extends RolloutFacts {
  readonly revisions: ListRead<Revision>;
}

export const rolloutResume = defineAction({
  id: 'rollout.resume',
  title: 'Let a paused rollout go on',
  on: ['Deployment'],
  risk: 'R3',
  rights: [
    right('apps', 'deployments', 'patch'),
    right('apps', 'replicasets', 'list'),
    right('', 'limitranges', 'list'),
    right('', 'pods', 'list'),
  ],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#pausing-and-resuming-a-deployment',
  params,
  example: {},
  look: async ({ target, reader }): Promise<Facts> => ({
    ...(await lookAtRollout({ target, reader })),
    revisions: await revisionsOf(targetAs('Deployment', target), reader),
  }),
  propose: ({ target, facts }) => {
    const { pods, limitRanges, revisions } = facts;
    const name = textOf(target);
    const workload = targetAs('Deployment', target);
    if (workload.spec?.paused !== true) return refused({ id: 'not-paused', reason: `${name} is not paused` });
    if (pods.state === 'unreadable') return refused(unreadable('Pods', pods.reason));
    if (limitRanges.state === 'unreadable') return refused(unreadable('LimitRanges', limitRanges.reason));
    if (revisions.state === 'unreadable') return refused(unreadable('Revisions', revisions.reason));
    const current = revisions.objects.find((revision) => isCurrent(workload, revision));
    const made = current?.made ?? (() => false);
    const after = workload.spec.template?.spec ?? {};
    const replacement = { workload, after, staying: made, pods: pods.objects, ranges: limitRanges.objects };
    const isPending = pods.objects.some((pod) => !made(pod));
    return {
      state: 'proposed',
      summary: `resume ${name}`,
      risk: isPending ? 'R3' : 'R2',
      writes: [{ verb: 'patch', before: target, edits: [{ path: ['spec', 'paused'], value: undefined }] }],
      effects: isPending ? rolloutEffects(replacement) : { podsDisrupted: 0 },
      wayBack: 'It is paused again; pods that were replaced meanwhile stay so',
      ...(isPending ? { notes: ['its template was changed while it was paused: its pods are replaced now'] } : {}),
    } satisfies Proposal;
  },
  verify: rolloutProgress,
});
