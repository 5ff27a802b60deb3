import { z } from 'zod';
import { firstSeen } from '../../kube/events/events.ts';
import { describe, inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import type { ObjectOf } from '../../kube/object.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

/** So long may a cloud take to make a load balancer. */
const PATIENCE_MS = 5 * MINUTE_MS;
/** Events about a Service that do not speak of its load balancer. */
const UNRELATED = /Endpoint/;

export const serviceLoadbalancerPending = defineCheck({
  id: 'service-loadbalancer-pending',
  title: 'Load balancer of the Service has no address',
  severity: 'high',
  level: 'cause',
  subject: 'Service',
  consults: ['Event'],
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer',
  facts: z.object({
    reason: z.string().nullable(),
    problem: z.string().nullable(),
    loadBalancerClass: z.string().nullable(),
    othersHave: z.boolean(),
  }),
  message: ({ reason, problem, loadBalancerClass, othersHave }) => {
    if (problem !== null) return `It has no external address yet: ${reason}: ${problem}`;
    if (loadBalancerClass !== null)
      return `It has no external address: no controller serves class ${loadBalancerClass}`;
    return othersHave
      ? 'It has no external address, though other Services of the cluster got theirs'
      : 'It has no external address, nor has any other Service of type LoadBalancer: no controller makes load balancers here';
  },
  fixes: ({ othersHave, problem }, { subject }) => [
    { text: 'See its events', command: describe(subject) },
    ...(othersHave || problem !== null
      ? []
      : [
          {
            text: 'Install what makes load balancers here (the cloud controller manager, MetalLB), or do with a NodePort',
            command: kubectl(
              ...['patch', ...inNamespaceOf(subject), `service/${subject.name}`],
              ...['--type=merge', '-p', '{"spec":{"type":"NodePort"}}'],
            ),
          },
        ]),
  ],
  *find(service, view) {
    const { spec, status, metadata } = service;
    if (spec?.type !== 'LoadBalancer' || metadata.deletionTimestamp !== undefined) return;
    if ((status?.loadBalancer?.ingress ?? []).length > 0 || (spec.externalIPs ?? []).length > 0) return;
    if (metadata.creationTimestamp === undefined || view.age(metadata.creationTimestamp) < PATIENCE_MS) return;
    const event = view.warnings('Event', service).find(({ reason }) => !UNRELATED.test(reason ?? ''));
    const othersHave = view.shared(someHaveAddress);
    yield {
      cause: '',
      since: event === undefined ? null : firstSeen(event),
      facts: {
        reason: event?.reason ?? null,
        problem: event?.message?.slice(0, 300) ?? null,
        loadBalancerClass: spec.loadBalancerClass ?? null,
        othersHave,
      },
      evidence: [
        { path: 'status.loadBalancer.ingress', value: [] },
        ...(event === undefined ? [] : [{ object: event, path: 'message', value: event.message }]),
      ],
    };
  },
});

function someHaveAddress(view: { all(kind: 'Service'): readonly ObjectOf<'Service'>[] }): boolean {
  return view
    .all('Service')
    .some(({ spec, status }) => spec?.type === 'LoadBalancer' && (status?.loadBalancer?.ingress ?? []).length > 0);
}
