import { z } from 'zod';
import { conditionSeen, failedFor, saysOf, standingSince } from '../../kube/custom/conditions.ts';
import { textAt } from '../../kube/custom/fields.ts';
import { describe } from '../../kube/kubectl.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const olmCatalogNotServing = defineCheck({
  id: 'olm-catalog-not-serving',
  title: 'Catalogue of extensions is not served',
  severity: 'high',
  level: 'cause',
  subject: 'ClusterCatalog',
  source: 'https://operator-framework.github.io/operator-controller/',
  facts: z.object({ reason: z.string(), says: z.string() }),
  message: ({ reason, says }) => `No extension can be found in the catalogue (${reason}): ${says}`,
  fixes: (_facts, { object }) => [{ text: 'See the catalogue and its conditions', command: describe(object) }],
  *find(catalogue, view) {
    const condition = failedFor(catalogue, 'Serving', 5 * MINUTE_MS, view);
    // Made unavailable on purpose.
    if (condition === undefined || textAt(catalogue.spec, 'availabilityMode') === 'Unavailable') return;
    yield {
      cause: condition.reason,
      since: standingSince(condition),
      facts: { reason: condition.reason, says: saysOf(condition) },
      evidence: conditionSeen(condition),
    };
  },
});
