import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { isSystemNamespace } from '../../kube/posture/templates.ts';
import { defineCheck } from '../define-check.ts';

export const serviceNodeport = defineCheck({
  id: 'service-nodeport',
  title: 'Service on a port of every node',
  severity: 'info',
  level: 'cause',
  profile: 'hardening',
  subject: 'Service',
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport',
  facts: z.object({ ports: z.array(z.string()) }),
  message: ({ ports }) => `It is open on every node, on ${listText(ports)}: whoever reaches a node reaches it`,
  fixes: (_facts, { subject }) => [
    {
      text: 'If it is only for the cluster, or behind an Ingress, make it a ClusterIP',
      command: kubectl('patch', ...inNamespaceOf(subject), target(subject), '-p', '{"spec":{"type":"ClusterIP"}}'),
    },
  ],
  *find(object) {
    const { metadata, spec } = object;
    if (spec?.type !== 'NodePort' || isSystemNamespace(metadata.namespace) || metadata.deletionTimestamp) return;
    const ports = (spec.ports ?? []).flatMap(({ nodePort }) => (nodePort === undefined ? [] : [`port ${nodePort}`]));
    if (ports.length === 0) return;
    yield { cause: '', latent: true, facts: { ports }, evidence: [{ path: 'spec.type', value: 'NodePort' }] };
  },
});
