import { z } from 'zod';
import { refOf, refText } from '../../kube/object-ref.ts';
import { controllerOf } from '../../kube/owners.ts';
import { isOf } from '../../kube/workloads/workloads.ts';
import { defineAction, refused } from '../action.ts';
import { listed, refuseUnread, unlessRefused } from '../objects/judged.ts';
import { wrongKind } from '../objects/wrong-kind.ts';
import { budgetRefusal } from '../pods/budgets.ts';
import { readController, replacementRefusals } from '../pods/controller.ts';
import { replaced } from '../pods/replacement.ts';
import { POD_RIGHTS } from '../pods/rights.ts';

const params = z.strictObject({
  graceSeconds: z
    .int()
    .min(1)
    .max(3600)
    .optional()
    .describe('Seconds that its containers get to stop. As the pod says where absent; never 0, which would force it'),
});

export const podEvict = defineAction({
  id: 'pod.evict',
  title: 'Evict a pod, if its PodDisruptionBudget lets it go',
  on: ['Pod'],
  risk: 'R3',
  rights: [
    { group: '', resource: 'pods', subresource: 'eviction', verb: 'create' },
    ...POD_RIGHTS,
    { group: 'policy', resource: 'poddisruptionbudgets', verb: 'list' },
  ],
  source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/',
  params,
  example: { graceSeconds: 30 },
  look: async ({ target, reader }) => {
    if (!isOf(target, 'Pod')) return null;
    const budgets = await reader.list('PodDisruptionBudget', target.metadata.namespace ?? null);
    return { controller: await readController(target, reader), budgets };
  },
  propose: ({ target, params: { graceSeconds }, facts }) => {
    if (!isOf(target, 'Pod') || facts === null) return refused(wrongKind(target, 'Pod'));
    const refusals = [
      ...replacementRefusals(target, facts.controller),
      refuseUnread(`PodDisruptionBudgets of namespace ${target.metadata.namespace ?? ''}`, facts.budgets),
      budgetRefusal(target, listed(facts.budgets)),
    ];
    const owner = controllerOf(target);
    const by = `${owner?.kind ?? ''} ${owner?.name ?? ''}`;
    return unlessRefused(refusals, () => ({
      summary: `evict ${refText(refOf(target))}, which ${by} makes again`,
      risk: 'R3',
      writes: [{ verb: 'evict', before: target, ...(graceSeconds === undefined ? {} : { graceSeconds }) }],
      effects: { podsDisrupted: 1 },
      wayBack: `nothing is to be taken back: ${by} makes a new pod`,
    }));
  },
  verify: (verifying) => replaced(verifying),
});
