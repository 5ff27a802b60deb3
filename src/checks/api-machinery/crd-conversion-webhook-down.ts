import { z } from 'zod';
import { conversionOf } from '../../kube/admission/conversions.ts';
import { kubectl, target } from '../../kube/kubectl.ts';
import {
  backendOutage,
  OUTAGE_KINDS,
  outageCauses,
  outageSince,
  servicePort,
} from '../../kube/network/service-outage.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const crdConversionWebhookDown = defineCheck({
  id: 'crd-conversion-webhook-down',
  title: 'Conversion webhook of the custom resource is down',
  severity: 'high',
  level: 'failure',
  subject: 'CustomResourceDefinition',
  reads: ['Service', ...OUTAGE_KINDS],
  consults: ['Node'],
  source:
    'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#webhook-conversion',
  facts: z.object({
    service: z.string(),
    problem: z.enum(['missing', 'no-port', 'no-endpoint']),
    versions: z.array(z.string()),
  }),
  message: ({ service, problem, versions }, { object }) =>
    `Objects of ${object.name} are converted between ${versions.join(' and ')} by Service ${service}, which ` +
    `${problem === 'missing' ? 'does not exist' : problem === 'no-port' ? 'has no such port' : 'has no ready endpoint'}, ` +
    'so reading those of another version fails',
  fixes: ({ service }, { object }) => [
    {
      text: 'See why nothing serves the conversion',
      command: kubectl('get', 'pods,services,endpointslices', '-n', service.split('/')[0] ?? ''),
    },
    {
      text: 'See what the definition calls',
      command: kubectl('get', target(object), '-o', 'jsonpath={.spec.conversion}'),
    },
  ],
  *find(definition, view) {
    const { creationTimestamp, deletionTimestamp } = definition.metadata;
    const young = creationTimestamp !== undefined && view.age(creationTimestamp) < MINUTE_MS;
    const conversion = conversionOf(definition);
    if (young || deletionTimestamp !== undefined || conversion === undefined) return;
    const { namespace, name, port, versions } = conversion;
    const found = view.get('Service', namespace, name);
    if (found.state === 'unverified') return;
    const outage = found.state === 'found' ? backendOutage(found.object, port, view) : undefined;
    const problem =
      found.state === 'missing'
        ? ('missing' as const)
        : servicePort(found.object, port) === undefined
          ? ('no-port' as const)
          : outage === undefined
            ? undefined
            : ('no-endpoint' as const);
    if (problem === undefined) return;
    yield {
      cause: `${namespace}/${name}`,
      since: outage === undefined ? null : outageSince(outage),
      explainedBy: found.state === 'found' && outage !== undefined ? outageCauses(found.object, outage, view) : [],
      facts: { service: `${namespace}/${name}`, problem, versions: [...versions] },
      evidence: [{ path: 'spec.conversion.webhook.clientConfig.service', value: { namespace, name, port } }],
    };
  },
});
