import { z } from 'zod';
import { kubectl, target as named } from '../../kube/kubectl.ts';
import type { KubeObject } from '../../kube/object.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { isOf } from '../../kube/workloads/workloads.ts';
import { defineAdvice } from '../objects/advice.ts';
import { refuseIf } from '../objects/judged.ts';

const params = z.strictObject({ webhook: z.string().min(1).max(253).describe('The webhook in it: pods.example.com') });

export const webhookDisable = defineAdvice({
  id: 'webhook.disable',
  title: 'Let requests pass a webhook that does not answer',
  on: ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
  source: 'https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#failure-policy',
  params,
  example: { webhook: 'pods.example.com' },
  refusals: (target, { webhook }) => {
    const found = webhooksOf(target).find(({ name }) => name === webhook);
    const what = refText(refOf(target));
    return [
      refuseIf(found === undefined, 'webhook-absent', `${what} has no webhook ${webhook}`),
      refuseIf(
        found?.failurePolicy === 'Ignore',
        'already-ignored',
        `${webhook} of ${what} is passed already when it fails`,
      ),
    ];
  },
  advise: (target, { webhook }) => {
    const ref = refOf(target);
    const index = webhooksOf(target).findIndex(({ name }) => name === webhook);
    const patch = (failurePolicy: string) =>
      kubectl(
        'patch',
        named(ref),
        '--type=json',
        '-p',
        JSON.stringify([
          { op: 'test', path: `/webhooks/${index}/name`, value: webhook },
          { op: 'replace', path: `/webhooks/${index}/failurePolicy`, value: failurePolicy },
        ]),
      );
    return {
      summary: `let requests pass ${webhook} of ${refText(ref)} when it fails`,
      commands: [patch('Ignore')],
      risks: [
        'what the webhook was to refuse or to add is missing from all objects made meanwhile',
        'whoever installed it may set it back',
      ],
      wayBack: patch('Fail'),
    };
  },
});

function webhooksOf(target: KubeObject) {
  const isConfiguration =
    isOf(target, 'MutatingWebhookConfiguration') || isOf(target, 'ValidatingWebhookConfiguration');
  return isConfiguration ? (target.webhooks ?? []) : [];
}
