import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { allExcluded, callersElsewhere, EXCLUDED, servingNodes } from '../../kube/network/local-traffic.ts';
import { selectsPods } from '../../kube/network/service-outage.ts';
import { refText } from '../../kube/object-ref.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

const PATIENCE_MS = 2 * MINUTE_MS;

export const serviceLocalPolicyDeadNodes = defineCheck({
  id: 'service-local-policy-dead-nodes',
  title: 'Traffic of the Service ends on nodes without an endpoint',
  severity: 'low',
  level: 'cause',
  subject: 'Service',
  reads: ['EndpointSlice', 'Node', 'Pod'],
  consults: ['Namespace'],
  source: 'https://kubernetes.io/docs/reference/networking/virtual-ips/#traffic-policies',
  facts: z.object({
    field: z.enum(['externalTrafficPolicy', 'internalTrafficPolicy']),
    serving: z.array(z.string()),
    callers: z.array(z.string()),
    dead: z.array(z.string()),
  }),
  message: ({ field, serving, callers, dead }) =>
    field === 'externalTrafficPolicy'
      ? `externalTrafficPolicy is Local, and its only endpoints are on ${listText(serving)}, which load balancers leave out`
      : `internalTrafficPolicy is Local, and ${listText(callers)} ${callers.length === 1 ? 'calls' : 'call'} it from ${listText(dead)}, where it has no endpoint`,
  fixes: ({ field, serving }, { subject }) => [
    ...(field === 'externalTrafficPolicy'
      ? [
          {
            text: 'Let load balancers send to the node, or run the pods on others',
            command: kubectl('label', 'node', serving[0] ?? '', `${EXCLUDED}-`),
          },
        ]
      : []),
    {
      text: 'Send the traffic to endpoints on all nodes',
      command: kubectl(
        ...['patch', ...inNamespaceOf(subject), `service/${subject.name}`],
        ...['--type=merge', '-p', `{"spec":{"${field}":"Cluster"}}`],
      ),
    },
  ],
  *find(service, view) {
    const { spec, metadata } = service;
    const young = metadata.creationTimestamp !== undefined && view.age(metadata.creationTimestamp) < PATIENCE_MS;
    if (!selectsPods(service) || metadata.deletionTimestamp !== undefined || young) return;
    const external = spec?.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local';
    const internal = spec?.internalTrafficPolicy === 'Local' && spec.clusterIP !== 'None';
    if (!external && !internal) return;
    const nodes = servingNodes(service, view);
    // Without any endpoint the trouble is another.
    if (nodes.size === 0) return;
    const serving = [...nodes].sort();
    const evidence = (field: string) => [
      { path: `spec.${field}`, value: 'Local' },
      { path: 'endpoints[].nodeName', value: serving.slice(0, 5) },
    ];
    if (external && allExcluded(nodes, view)) {
      const field = 'externalTrafficPolicy' as const;
      const facts = { field, serving: serving.slice(0, 5), callers: [], dead: [] };
      yield { cause: field, severity: 'medium', confidence: 'likely', facts, evidence: evidence(field) };
    }
    const stranded = internal ? callersElsewhere(service, nodes, view) : [];
    if (stranded.length === 0) return;
    const field = 'internalTrafficPolicy' as const;
    const callers = [...new Set(stranded.map((pod) => refText(view.topOwner(pod))))].sort();
    const dead = [...new Set(stranded.map((pod) => pod.spec?.nodeName ?? ''))].sort();
    const facts = { field, serving: serving.slice(0, 5), callers: callers.slice(0, 5), dead: dead.slice(0, 5) };
    yield { cause: field, confidence: 'likely', facts, evidence: evidence(field) };
  },
});
