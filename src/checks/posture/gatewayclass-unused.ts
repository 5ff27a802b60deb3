import { z } from 'zod';
import { classNameOf } from '../../kube/gateway/gateways.ts';
import { kubectl, target } from '../../kube/kubectl.ts';
import { DAY_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const gatewayclassUnused = defineCheck({
  id: 'gatewayclass-unused',
  title: 'GatewayClass without a Gateway',
  severity: 'info',
  level: 'cause',
  profile: 'hardening',
  subject: 'GatewayClass',
  reads: ['Gateway'],
  source: 'https://gateway-api.sigs.k8s.io/api-types/gatewayclass/',
  facts: z.object({}),
  message: () => 'No Gateway is of this class',
  fixes: (_facts, { subject }) => [
    {
      text: 'Take it out of what installed it, if none is to come',
      command: kubectl('get', target(subject), '-o', 'yaml'),
    },
  ],
  *find(gatewayClass, view) {
    const { name, creationTimestamp, deletionTimestamp } = gatewayClass.metadata;
    if (deletionTimestamp !== undefined || view.age(creationTimestamp) < DAY_MS) return;
    if (view.all('Gateway').some((gateway) => classNameOf(gateway) === name)) return;
    yield { cause: '', latent: true, facts: {}, evidence: [{ path: 'metadata.name', value: name }] };
  },
});
