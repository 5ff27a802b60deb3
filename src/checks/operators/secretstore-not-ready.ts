import { z } from 'zod';
import { conditionSeen, failedFor, saysOf, standingSince } from '../../kube/custom/conditions.ts';
import { describe } from '../../kube/kubectl.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const secretstoreNotReady = defineCheck({
  id: 'secretstore-not-ready',
  title: 'Secret store cannot be used',
  severity: 'high',
  level: 'cause',
  subject: ['ClusterSecretStore', 'SecretStore'],
  source: 'https://external-secrets.io/latest/api/secretstore/',
  facts: z.object({ says: z.string() }),
  message: ({ says }) => `The store is not ready, so no Secret is made or kept up to date from it: ${says}`,
  fixes: (_facts, { object }) => [
    {
      text: 'See the store and its events: most often its credentials or its address are wrong',
      command: describe(object),
    },
  ],
  *find(store, view) {
    const condition = failedFor(store, 'Ready', 5 * MINUTE_MS, view);
    if (condition === undefined) return;
    yield {
      cause: '',
      since: standingSince(condition),
      facts: { says: saysOf(condition) },
      evidence: conditionSeen(condition),
    };
  },
});
