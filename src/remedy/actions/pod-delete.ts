import { z } from 'zod';
import { refOf, refText } from '../../kube/object-ref.ts';
import { controllerOf } from '../../kube/owners.ts';
import { isOf } from '../../kube/workloads/workloads.ts';
import { defineAction, refused } from '../action.ts';
import { listed, refuseIf, refuseUnread, unlessRefused } from '../objects/judged.ts';
import { wrongKind } from '../objects/wrong-kind.ts';
import { attachmentRefusals, readAttachments } from '../pods/attachments.ts';
import { readController, replacementRefusals } from '../pods/controller.ts';
import { isLastReady, replaced } from '../pods/replacement.ts';
import { POD_RIGHTS } from '../pods/rights.ts';

const params = z.strictObject({
  graceSeconds: z
    .int()
    .min(1)
    .max(3600)
    .optional()
    .describe('Seconds that its containers get to stop. As the pod says where absent; never 0, which would force it'),
});

export const podDelete = defineAction({
  id: 'pod.delete',
  title: 'Delete a pod so that its controller makes a new one',
  on: ['Pod'],
  risk: 'R3',
  rights: [
    { group: '', resource: 'pods', verb: 'delete' },
    ...POD_RIGHTS,
    { group: '', resource: 'persistentvolumeclaims', verb: 'get' },
    { group: 'storage.k8s.io', resource: 'volumeattachments', verb: 'list' },
  ],
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination',
  params,
  example: { graceSeconds: 30 },
  look: async ({ target, reader }) => {
    if (!isOf(target, 'Pod')) return null;
    const isStateful = controllerOf(target)?.kind === 'StatefulSet';
    return {
      controller: await readController(target, reader),
      siblings: await reader.list('Pod', target.metadata.namespace ?? null),
      volumes: isStateful ? await readAttachments(target, reader) : { elsewhere: [], unreadable: [] },
    };
  },
  propose: ({ target, params: { graceSeconds }, facts }) => {
    if (!isOf(target, 'Pod') || facts === null) return refused(wrongKind(target, 'Pod'));
    const what = refText(refOf(target));
    const refusals = [
      ...replacementRefusals(target, facts.controller),
      refuseUnread(`pods of namespace ${target.metadata.namespace ?? ''}`, facts.siblings),
      refuseIf(
        facts.siblings.state === 'listed' && isLastReady(target, listed(facts.siblings)),
        'last-ready',
        `${what} is the only ready pod of its controller`,
        'rollout.restart makes the new pod first',
      ),
      ...attachmentRefusals(target, facts.volumes),
    ];
    const owner = controllerOf(target);
    return unlessRefused(refusals, () => ({
      summary: `delete ${what}, which ${owner?.kind ?? ''} ${owner?.name ?? ''} makes again`,
      risk: 'R3',
      writes: [
        {
          verb: 'delete',
          before: target,
          propagation: 'Background',
          ...(graceSeconds === undefined ? {} : { graceSeconds }),
          wayBack: 'controller',
        },
      ],
      effects: { podsDisrupted: 1 },
      wayBack: `nothing is to be taken back: ${owner?.kind ?? ''} ${owner?.name ?? ''} makes a new pod`,
      notes: ['a PodDisruptionBudget is not asked; pod.evict asks it'],
    }));
  },
  verify: (verifying) => replaced(verifying),
});
