import { z } from 'zod';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { publicAddressOf } from '../../kube/posture/exposure.ts';
import { isSystemNamespace } from '../../kube/posture/templates.ts';
import { defineCheck } from '../define-check.ts';

export const serviceLoadbalancerPublic = defineCheck({
  id: 'service-loadbalancer-public',
  title: 'Load balancer is open to the internet',
  severity: 'info',
  level: 'cause',
  profile: 'hardening',
  subject: 'Service',
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer',
  facts: z.object({ address: z.string() }),
  message: ({ address }) => `The internet reaches it at ${address}: no loadBalancerSourceRanges say who may`,
  fixes: (_facts, { subject }) => [
    {
      text: 'Name the addresses that may reach it, in place of the example',
      command: kubectl(
        'patch',
        ...inNamespaceOf(subject),
        target(subject),
        '-p',
        '{"spec":{"loadBalancerSourceRanges":["198.51.100.0/24"]}}',
      ),
    },
  ],
  *find(object) {
    const address = publicAddressOf(object);
    if (address === undefined || isSystemNamespace(object.metadata.namespace)) return;
    yield {
      cause: '',
      latent: true,
      facts: { address },
      evidence: [
        { path: 'status.loadBalancer.ingress[0].ip', value: address },
        { path: 'spec.loadBalancerSourceRanges', value: null },
      ],
    };
  },
});
