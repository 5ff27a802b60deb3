import { z } from 'zod';
import { inNamespaceOf, kubectl, target as named } from '../../kube/kubectl.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { quantityValue } from '../../kube/quantities.ts';
import { isOf } from '../../kube/workloads/workloads.ts';
import { defineAdvice } from '../objects/advice.ts';
import { wrongKind } from '../objects/wrong-kind.ts';

const params = z.strictObject({
  hard: z
    .record(
      z.string().min(1).max(253),
      z.string().refine((text) => quantityValue(text) !== undefined, 'no quantity'),
    )
    .describe('New limits by their name: requests.memory: 16Gi'),
});

export const quotaAdjust = defineAdvice({
  id: 'quota.adjust',
  title: 'Change the limits of a ResourceQuota',
  on: ['ResourceQuota'],
  source: 'https://kubernetes.io/docs/concepts/policy/resource-quotas/',
  params,
  example: { hard: { 'requests.memory': '16Gi' } },
  refusals: (target) => [isOf(target, 'ResourceQuota') ? null : wrongKind(target, 'ResourceQuota')],
  advise: (target, { hard }) => {
    const ref = refOf(target);
    const was = isOf(target, 'ResourceQuota') ? (target.spec?.hard ?? {}) : {};
    const names = Object.keys(hard);
    const change = names.map((name) => `${name} from ${was[name] ?? 'none'} to ${hard[name] ?? ''}`).join(', ');
    const back = Object.fromEntries(names.map((name) => [name, was[name] ?? null]));
    const patch = (values: unknown) =>
      kubectl(
        'patch',
        ...inNamespaceOf(ref),
        named(ref),
        '--type=merge',
        '-p',
        JSON.stringify({ spec: { hard: values } }),
      );
    return {
      summary: `change ${refText(ref)}: ${change}`,
      commands: [patch(hard)],
      risks: ['other namespaces share the nodes: what one may take more, another may lack'],
      wayBack: `${patch(back)}; pods that were made meanwhile stay`,
    };
  },
});
