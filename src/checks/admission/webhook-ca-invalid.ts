import { z } from 'zod';
import { bundleProblems } from '../../kube/admission/ca-bundles.ts';
import { FAILURE_KINDS, webhookFailure } from '../../kube/admission/webhook-failures.ts';
import { dayOf } from '../../kube/certificates/expiry.ts';
import { kubectl, target } from '../../kube/kubectl.ts';
import { EFFECT_SEVERITY, effectOf, effectText, reachOf, WEBHOOK_EFFECTS } from '../../kube/network/webhook-reach.ts';
import { WEBHOOK_KINDS, type WebhookConfiguration } from '../../kube/network/webhooks.ts';
import type { KubeObject } from '../../kube/object.ts';
import { refOf } from '../../kube/object-ref.ts';
import { POD_MAKERS } from '../../kube/workloads/creation.ts';
import { defineCheck } from '../define-check.ts';

const PROBLEMS = ['not-set', 'unreadable', 'expired', 'refused'] as const;

export const webhookCaInvalid = defineCheck({
  id: 'webhook-ca-invalid',
  title: 'Certificate of the admission webhook is not trusted',
  severity: 'high',
  level: 'cause',
  subject: [...WEBHOOK_KINDS, ...POD_MAKERS],
  consults: ['Namespace', ...FAILURE_KINDS],
  source:
    'https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#contacting-the-webhook',
  facts: z.object({
    webhooks: z.array(z.string()),
    problem: z.enum(PROBLEMS),
    /** When the last certificate of the bundle expired; null for other problems. */
    expired: z.string().nullable(),
    /** The API server's own words; null where nothing was refused. */
    says: z.string().nullable(),
    configuration: z.string().nullable(),
    effect: z.enum(WEBHOOK_EFFECTS),
  }),
  message: ({ webhooks, problem, expired, says, effect }) => {
    const names = `${webhooks.length === 1 ? 'webhook' : 'webhooks'} ${webhooks.slice(0, 3).join(', ')}`;
    switch (problem) {
      case 'not-set':
        return `The caBundle of ${names} is empty, though an injector is to fill it, ${effectText(effect)}`;
      case 'unreadable':
        return `The caBundle of ${names} is no certificate in PEM, ${effectText(effect)}`;
      case 'expired':
        return `The caBundle of ${names} expired on ${dayOf(expired ?? '')}, ${effectText(effect)}`;
      case 'refused':
        return `The API server does not trust the certificate of ${names}, so it refuses the pods: ${says ?? ''}`;
    }
  },
  fixes: ({ configuration }, { object }) => [
    {
      text: 'Have what made the certificate write its authority into the caBundle: cert-manager with its cainjector, or the installation',
      command: kubectl('get', configuration ?? target(object), '-o', 'yaml'),
    },
    {
      text: 'Restart what serves the webhook, if it makes its own certificate at its start',
      command: null,
    },
  ],
  *find(object, view) {
    if (!isConfiguration(object)) {
      const failure = webhookFailure(object, view, 'certificate');
      if (failure === undefined) return;
      const { webhook, configuration, service, problem, since, seen, shared } = failure;
      const ref = configuration === null ? null : refOf(configuration);
      yield {
        cause: service ?? webhook,
        shared,
        since,
        explainedBy: ref === null ? [] : [ref],
        facts: {
          webhooks: [webhook],
          problem: 'refused' as const,
          expired: null,
          says: problem,
          configuration: ref === null ? null : target(ref),
          effect: 'pods' as const,
        },
        evidence: [seen],
      };
      return;
    }
    const namespaces = view.covers('Namespace', null) ? view.all('Namespace') : null;
    for (const { problem, webhooks, bundle } of bundleProblems(object, view)) {
      const effect = effectOf(reachOf(webhooks, namespaces));
      const [first] = webhooks;
      yield {
        cause: problem,
        severity: EFFECT_SEVERITY[effect],
        latent: effect === 'none',
        since: bundle?.state === 'ok' ? bundle.notAfter : null,
        facts: {
          webhooks: webhooks.map(({ name = '' }) => name),
          problem,
          expired: bundle?.state === 'ok' ? bundle.notAfter : null,
          says: null,
          configuration: target(refOf(object)),
          effect,
        },
        evidence: [{ path: `caBundles[${first?.name}]`, value: bundle === undefined ? null : { ...bundle } }],
      };
    }
  },
});

function isConfiguration(object: KubeObject): object is WebhookConfiguration {
  return WEBHOOK_KINDS.some((kind) => kind === object.kind);
}
