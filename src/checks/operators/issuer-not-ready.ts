import { z } from 'zod';
import { conditionSeen, failedFor, saysOf, standingSince } from '../../kube/custom/conditions.ts';
import { describe, kubectl } from '../../kube/kubectl.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const issuerNotReady = defineCheck({
  id: 'issuer-not-ready',
  title: 'Issuer cannot issue certificates',
  severity: 'high',
  level: 'cause',
  subject: ['ClusterIssuer', 'Issuer'],
  source: 'https://cert-manager.io/docs/configuration/issuers/',
  facts: z.object({ says: z.string() }),
  message: ({ says }) => `The issuer is not ready, so no certificate is issued or renewed through it: ${says}`,
  fixes: (_facts, { object }) => [
    { text: 'See the issuer and its events', command: describe(object) },
    { text: 'See which certificates wait', command: kubectl('get', 'certificates', '-A') },
  ],
  *find(issuer, view) {
    const condition = failedFor(issuer, 'Ready', 5 * MINUTE_MS, view);
    if (condition === undefined) return;
    yield {
      cause: '',
      since: standingSince(condition),
      facts: { says: saysOf(condition) },
      evidence: conditionSeen(condition),
    };
  },
});
