import { z } from 'zod';
import { clipped, conditionSeen, saysOf, standingSince } from '../../kube/custom/conditions.ts';
import { textAt } from '../../kube/custom/fields.ts';
import { complaintAbout } from '../../kube/custom/standing.ts';
import { describe } from '../../kube/kubectl.ts';
import { refOf } from '../../kube/object-ref.ts';
import { defineCheck } from '../define-check.ts';

export const crConditionFailed = defineCheck({
  id: 'cr-condition-failed',
  title: 'Custom resource reports a failure',
  severity: 'medium',
  level: 'rollup',
  subject: 'CustomResource',
  consults: ['CustomResourceDefinition', 'Pod', 'ReplicaSet'],
  source:
    'https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md#typical-status-properties',
  facts: z.object({
    kind: z.string(),
    /** `Ready is False`, or `phase is Unavailable`. */
    state: z.string(),
    reason: z.string(),
    says: z.string(),
    phase: z.string(),
  }),
  message: ({ kind, state, reason, says, phase }) =>
    `${kind} reports that ${state}${reason === '' || reason === says ? '' : ` (${reason})`}` +
    (says === '' ? '' : `: ${says}`) +
    (phase === '' ? '' : `; its phase is ${phase}`),
  fixes: (_facts, { object }) => [
    { text: 'See the object, its conditions and its events', command: describe(object) },
    { text: 'See the log of the controller that serves this kind', command: null },
  ],
  *find(object, view) {
    const complaint = complaintAbout(object, view);
    if (complaint === undefined) return;
    const phase = textAt(object.status, 'phase');
    const condition = complaint.by === 'condition' ? complaint.condition : undefined;
    yield {
      cause: `${object.kind} ${condition?.type ?? 'phase'}`,
      since: condition === undefined ? null : standingSince(condition),
      // What is wrong with its own pods and parts has it as the owner.
      explainedBy: [refOf(object)],
      facts: {
        kind: object.kind,
        state: condition === undefined ? `its phase is ${phase}` : `${condition.type} is ${condition.status}`,
        reason: condition?.reason ?? '',
        says: condition === undefined ? clipped(textAt(object.status, 'message')) : saysOf(condition),
        phase: condition === undefined ? '' : phase,
      },
      evidence: condition === undefined ? [{ path: 'status.phase', value: phase }] : conditionSeen(condition),
    };
  },
});
