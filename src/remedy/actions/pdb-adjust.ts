import { z } from 'zod';
import { ruleText } from '../../kube/autoscaling/budgets.ts';
import { inNamespaceOf, kubectl, target as named } from '../../kube/kubectl.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { isOf } from '../../kube/workloads/workloads.ts';
import { defineAdvice } from '../objects/advice.ts';
import { wrongKind } from '../objects/wrong-kind.ts';

const Amount = z.union([z.int().min(0), z.string().regex(/^(100|\d{1,2})%$/)]);

const params = z
  .strictObject({
    minAvailable: Amount.optional().describe('How many pods must stay: 2, or 50%'),
    maxUnavailable: Amount.optional().describe('How many pods may be missing: 1, or 25%'),
  })
  .refine(
    ({ minAvailable, maxUnavailable }) => (minAvailable === undefined) !== (maxUnavailable === undefined),
    'give one of minAvailable and maxUnavailable',
  );

export const pdbAdjust = defineAdvice({
  id: 'pdb.adjust',
  title: 'Change what a PodDisruptionBudget demands',
  on: ['PodDisruptionBudget'],
  source: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/',
  params,
  example: { maxUnavailable: 1 },
  refusals: (target) => [isOf(target, 'PodDisruptionBudget') ? null : wrongKind(target, 'PodDisruptionBudget')],
  advise: (target, { minAvailable, maxUnavailable }) => {
    const ref = refOf(target);
    const spec = { minAvailable: minAvailable ?? null, maxUnavailable: maxUnavailable ?? null };
    const rule =
      maxUnavailable === undefined ? `minAvailable ${minAvailable ?? ''}` : `maxUnavailable ${maxUnavailable}`;
    const now = isOf(target, 'PodDisruptionBudget') ? ruleText(target) : '';
    return {
      summary: `change ${refText(ref)} from ${now} to ${rule}`,
      commands: [kubectl('patch', ...inNamespaceOf(ref), named(ref), '--type=merge', '-p', JSON.stringify({ spec }))],
      risks: ['drains and evictions may take more pods at once than the service bears'],
      wayBack: `patch it back to ${now}; pods that were evicted meanwhile are not moved back`,
    };
  },
});
