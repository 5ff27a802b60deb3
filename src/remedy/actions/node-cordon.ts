import { z } from 'zod';
import { countText } from '../../base/list-text.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { isOf } from '../../kube/workloads/workloads.ts';
import { defineAction, refused } from '../action.ts';
import { CORDONED, cordonEdits, takesPods } from '../nodes/cordon.ts';
import { listed, refuseIf, refuseUnread, unlessRefused } from '../objects/judged.ts';
import { fieldsHold } from '../objects/live-state.ts';
import { wrongKind } from '../objects/wrong-kind.ts';

const params = z.strictObject({
  reason: z.string().min(1).max(200).describe('Why, for whoever finds the node cordoned; kept in an annotation'),
  minSchedulable: z.int().min(1).max(10_000).default(1).describe('How many other nodes must still take ordinary pods'),
});

export const nodeCordon = defineAction({
  id: 'node.cordon',
  title: 'Keep new pods away from a node',
  on: ['Node'],
  risk: 'R2',
  rights: [
    { group: '', resource: 'nodes', verb: 'patch' },
    { group: '', resource: 'nodes', verb: 'list' },
  ],
  source: 'https://kubernetes.io/docs/concepts/architecture/nodes/#manual-node-administration',
  params,
  example: { reason: 'its disk fails', minSchedulable: 2 },
  look: ({ reader }) => reader.list('Node', null),
  propose: ({ target, params: { reason, minSchedulable }, facts: nodes }) => {
    if (!isOf(target, 'Node')) return refused(wrongKind(target, 'Node'));
    const what = refText(refOf(target));
    const others = listed(nodes).filter((node) => node.metadata.name !== target.metadata.name && takesPods(node));
    const refusals = [
      refuseIf(target.spec?.unschedulable === true, 'already-cordoned', `${what} is cordoned already`),
      refuseUnread('nodes', nodes),
      refuseIf(
        nodes.state === 'listed' && others.length < minSchedulable,
        'too-few-nodes',
        `besides ${what} only ${countText(others.length, 'node')} would take pods, and ${minSchedulable} must`,
      ),
    ];
    return unlessRefused(refusals, () => ({
      summary: `cordon ${what}`,
      risk: 'R2',
      writes: [{ verb: 'patch', before: target, edits: cordonEdits(reason) }],
      effects: { podsDisrupted: 0 },
      wayBack: `uncordon it, and take the annotation ${CORDONED} away`,
      notes: ['pods that run on it stay'],
    }));
  },
  verify: ({ target, params: { reason }, reader, written }) =>
    fieldsHold(reader, target, cordonEdits(reason), written[0]),
});
