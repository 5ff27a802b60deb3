import { z } from 'zod';
import { refOf, refText } from '../../kube/object-ref.ts';
import { taintText } from '../../kube/scheduling/tolerations.ts';
import { isOf } from '../../kube/workloads/workloads.ts';
import { defineAction, refused } from '../action.ts';
import { hasTaint } from '../nodes/has-taint.ts';
import { reservedTaint, TaintEffect, TaintKey, taintEdits } from '../nodes/taints.ts';
import { refuseIf, unlessRefused } from '../objects/judged.ts';
import { wrongKind } from '../objects/wrong-kind.ts';

const params = z.strictObject({
  key: TaintKey.describe('The key: dedicated'),
  effect: TaintEffect.optional().describe('Only the taint with this effect; all with the key where absent'),
});

export const nodeUntaint = defineAction({
  id: 'node.untaint',
  title: 'Take a taint off a node',
  on: ['Node'],
  risk: 'R2',
  rights: [{ group: '', resource: 'nodes', verb: 'patch' }],
  source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/',
  params,
  example: { key: 'dedicated', effect: 'NoSchedule' },
  look: async () => null,
  propose: ({ target, params: { key, effect } }) => {
    if (!isOf(target, 'Node')) return refused(wrongKind(target, 'Node'));
    const what = refText(refOf(target));
    const taints = target.spec?.taints ?? [];
    const gone = taints.filter((taint) => taint.key === key && (effect === undefined || taint.effect === effect));
    const refusals = [
      reservedTaint(key),
      refuseIf(
        gone.length === 0,
        'taint-absent',
        `${what} has no taint ${key}${effect === undefined ? '' : `:${effect}`}`,
      ),
    ];
    const left = taints.filter((taint) => !gone.includes(taint));
    return unlessRefused(refusals, () => ({
      summary: `take ${gone.map(taintText).join(' and ')} off ${what}`,
      risk: 'R2',
      writes: [{ verb: 'patch', before: target, edits: taintEdits(target, left, key) }],
      effects: { podsDisrupted: 0 },
      wayBack: 'taint it again; pods that were placed on it meanwhile stay',
    }));
  },
  verify: ({ target, params: { key, effect }, reader }) =>
    hasTaint(reader, target, { key, ...(effect === undefined ? {} : { effect }) }, false),
});
