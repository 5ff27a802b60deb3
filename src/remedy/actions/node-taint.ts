import { z } from 'zod';
import { countText, listText } from '../../base/list-text.ts';
import type { Pod, Taint } from '../../kube/object.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { controllerOf } from '../../kube/owners.ts';
import { isActive } from '../../kube/pods.ts';
import { taintText, tolerates } from '../../kube/scheduling/tolerations.ts';
import { isOf } from '../../kube/workloads/workloads.ts';
import { defineAction, refused } from '../action.ts';
import { hasTaint } from '../nodes/has-taint.ts';
import { reservedTaint, TaintEffect, TaintKey, taintEdits } from '../nodes/taints.ts';
import { listed, refuseIf, refuseUnread, unlessRefused } from '../objects/judged.ts';
import { wrongKind } from '../objects/wrong-kind.ts';
import { isMirror } from '../pods/controller.ts';

const params = z.strictObject({
  key: TaintKey.describe('The key: dedicated'),
  value: z.string().max(63).optional().describe('The value, where it has one: gpu'),
  effect: TaintEffect.describe('What it keeps away; NoExecute also ends pods that run on the node'),
});

export const nodeTaint = defineAction({
  id: 'node.taint',
  title: 'Taint a node',
  on: ['Node'],
  risk: 'R3',
  rights: [
    { group: '', resource: 'nodes', verb: 'patch' },
    { group: '', resource: 'pods', verb: 'list' },
  ],
  source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/',
  params,
  example: { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' },
  look: async ({ params: { effect }, reader }) => (effect === 'NoExecute' ? reader.list('Pod', null) : null),
  propose: ({ target, params: taint, facts: pods }) => {
    if (!isOf(target, 'Node')) return refused(wrongKind(target, 'Node'));
    const what = refText(refOf(target));
    const taints = target.spec?.taints ?? [];
    const others = taints.filter(({ key, effect }) => key !== taint.key || effect !== taint.effect);
    const ended = pods === null ? [] : endedBy(taint, target.metadata.name, listed(pods));
    const naked = ended.filter((pod) => controllerOf(pod) === undefined).map((pod) => refText(refOf(pod)));
    const refusals = [
      reservedTaint(taint.key),
      refuseIf(
        taints.some((own) => taintText(own) === taintText(taint)),
        'taint-present',
        `${what} has ${taintText(taint)} already`,
      ),
      pods === null ? null : refuseUnread('pods of all namespaces', pods),
      refuseIf(naked.length > 0, 'naked-pods', `${listText(naked)} would be ended, and no controller makes them again`),
    ];
    return unlessRefused(refusals, () => ({
      summary: `taint ${what} with ${taintText(taint)}`,
      risk: taint.effect === 'NoExecute' ? 'R3' : 'R2',
      writes: [{ verb: 'patch', before: target, edits: taintEdits(target, [...others, taint], taint.key) }],
      effects: { podsDisrupted: ended.length },
      wayBack: 'take the taint away; pods that it ended are not moved back',
      notes:
        taint.effect === 'NoExecute'
          ? [`${countText(ended.length, 'pod')} on it do not tolerate it for ever; no PodDisruptionBudget is asked`]
          : [],
    }));
  },
  verify: ({ target, params: taint, reader }) => hasTaint(reader, target, taint, true),
});

/** Pods on a node that the taint ends, now or when their toleration runs out. */
function endedBy(taint: Taint, node: string, pods: readonly Pod[]): readonly Pod[] {
  return pods.filter((pod) => {
    if (pod.spec?.nodeName !== node || !isActive(pod) || isMirror(pod)) return false;
    const tolerations = (pod.spec.tolerations ?? []).filter((toleration) => tolerates(toleration, taint));
    return !tolerations.some(({ tolerationSeconds }) => tolerationSeconds === undefined);
  });
}
