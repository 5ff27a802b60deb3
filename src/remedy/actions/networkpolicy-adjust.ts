import { z } from 'zod';
import { inNamespaceOf, kubectl, target as named } from '../../kube/kubectl.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { isOf } from '../../kube/workloads/workloads.ts';
import { defineAdvice } from '../objects/advice.ts';
import { wrongKind } from '../objects/wrong-kind.ts';

const params = z.strictObject({
  direction: z.enum(['ingress', 'egress']).describe('Which way'),
  podLabels: z.record(z.string(), z.string()).describe('Labels of the pods at the other end, in the same namespace'),
  port: z.int().min(1).max(65_535).describe('The port'),
  protocol: z.enum(['TCP', 'UDP', 'SCTP']).default('TCP').describe('The protocol'),
});

export const networkpolicyAdjust = defineAdvice({
  id: 'networkpolicy.adjust',
  title: 'Let traffic through a NetworkPolicy',
  on: ['NetworkPolicy'],
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  params,
  example: { direction: 'ingress', podLabels: { app: 'web' }, port: 5432, protocol: 'TCP' },
  refusals: (target) => [isOf(target, 'NetworkPolicy') ? null : wrongKind(target, 'NetworkPolicy')],
  advise: (target, { direction, podLabels, port, protocol }) => {
    const ref = refOf(target);
    const peer = [{ podSelector: { matchLabels: podLabels } }];
    const rule = { [direction === 'ingress' ? 'from' : 'to']: peer, ports: [{ port, protocol }] };
    const rules = isOf(target, 'NetworkPolicy') ? target.spec?.[direction] : undefined;
    const patch =
      rules === undefined
        ? [{ op: 'add', path: `/spec/${direction}`, value: [rule] }]
        : [{ op: 'add', path: `/spec/${direction}/-`, value: rule }];
    return {
      summary: `let ${protocol} ${port} ${direction === 'ingress' ? 'in' : 'out'} through ${refText(ref)}`,
      commands: [kubectl('patch', ...inNamespaceOf(ref), named(ref), '--type=json', '-p', JSON.stringify(patch))],
      risks: ['whoever has pods with these labels gets through', 'a rule of an empty list lets everything through'],
      wayBack: `take the rule out again: ${kubectl('edit', ...inNamespaceOf(ref), named(ref))}`,
    };
  },
});
