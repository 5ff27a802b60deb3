import { z } from 'zod';
import { isBeingRemoved } from '../../kube/nodes/node-states.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { isOf } from '../../kube/workloads/workloads.ts';
import { defineAction, refused } from '../action.ts';
import { CORDONED, cordonedFor } from '../nodes/cordon.ts';
import { refuseIf, unlessRefused } from '../objects/judged.ts';
import { fieldsHold } from '../objects/live-state.ts';
import { paramFlag } from '../objects/param-flag.ts';
import { wrongKind } from '../objects/wrong-kind.ts';
import type { Edit } from '../write.ts';

/** The field is left out where it is false. */
const EDITS: readonly Edit[] = [
  { path: ['spec', 'unschedulable'], value: undefined },
  { path: ['metadata', 'annotations', CORDONED], value: undefined },
];

const params = z.strictObject({
  force: z.boolean().default(false).describe('Also a node that somebody else has cordoned'),
});

export const nodeUncordon = defineAction({
  id: 'node.uncordon',
  title: 'Let pods be placed on a node again',
  on: ['Node'],
  risk: 'R2',
  rights: [{ group: '', resource: 'nodes', verb: 'patch' }],
  source: 'https://kubernetes.io/docs/concepts/architecture/nodes/#manual-node-administration',
  params,
  example: { force: false },
  look: async () => null,
  propose: ({ target, params: { force } }) => {
    if (!isOf(target, 'Node')) return refused(wrongKind(target, 'Node'));
    const what = refText(refOf(target));
    const reason = cordonedFor(target);
    const refusals = [
      refuseIf(target.spec?.unschedulable !== true, 'not-cordoned', `${what} is not cordoned`),
      refuseIf(
        target.spec?.unschedulable === true && reason === undefined && !force,
        'cordoned-by-others',
        `${what} was not cordoned by mekhanikube: it lacks the annotation ${CORDONED}`,
        `ask who cordoned it, then ${paramFlag('force', true)}`,
      ),
      refuseIf(isBeingRemoved(target), 'node-being-removed', `${what} is being taken away`),
    ];
    return unlessRefused(refusals, () => ({
      summary: `uncordon ${what}${reason === undefined ? '' : `, cordoned because: ${reason}`}`,
      risk: 'R2',
      writes: [{ verb: 'patch', before: target, edits: EDITS.slice(0, reason === undefined ? 1 : 2) }],
      effects: { podsDisrupted: 0 },
      wayBack: 'cordon it again; pods that were placed on it meanwhile stay',
    }));
  },
  verify: async ({ target, reader }) => fieldsHold(reader, target, EDITS),
});
