import { z } from 'zod';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { enforcementOf, isPlainFlannel } from '../../kube/network/enforcement.ts';
import { defineCheck } from '../define-check.ts';

export const networkpolicyNotEnforced = defineCheck({
  id: 'networkpolicy-not-enforced',
  title: 'NetworkPolicies have no effect',
  severity: 'medium',
  level: 'cause',
  subject: 'DaemonSet',
  reads: ['NetworkPolicy'],
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#prerequisites',
  facts: z.object({ plugin: z.string(), policies: z.int(), example: z.string() }),
  message: ({ plugin, policies, example }) =>
    `The network plugin ${plugin} does not enforce NetworkPolicies, so ` +
    `${policies === 1 ? `NetworkPolicy ${example} has` : `${policies} NetworkPolicies, such as ${example}, have`} no effect`,
  fixes: (_facts, { object }) => [
    {
      text: 'Add an agent that enforces policies (flannel can bring one: netpol.enabled in its chart), or change to a plugin that does',
      command: kubectl('get', 'daemonset', object.name, ...inNamespaceOf(object), '-o', 'wide'),
    },
    { text: 'See which policies protect nothing', command: kubectl('get', 'networkpolicies', '-A') },
  ],
  *find(set, view) {
    const policies = view.all('NetworkPolicy');
    const [first] = policies;
    if (first === undefined || !isPlainFlannel(set) || view.shared(enforcementOf) !== 'not-enforced') return;
    // Nodes of one architecture each may have a DaemonSet of their own.
    if (view.all('DaemonSet').find(isPlainFlannel) !== set) return;
    const { namespace, name } = first.metadata;
    yield {
      cause: '',
      confidence: 'likely',
      // The plugin itself works.
      latent: true,
      facts: { plugin: 'flannel', policies: policies.length, example: `${namespace}/${name}` },
      evidence: [
        {
          path: 'spec.template.spec.containers[0].image',
          value: set.spec?.template?.spec?.containers?.[0]?.image,
        },
        { object: first, path: 'metadata.name', value: name },
      ],
    };
  },
});
