import { z } from 'zod';
import { clipped } from '../../kube/custom/conditions.ts';
import { textAt } from '../../kube/custom/fields.ts';
import { describe } from '../../kube/kubectl.ts';
import { refOf } from '../../kube/object-ref.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const olmCsvFailed = defineCheck({
  id: 'olm-csv-failed',
  title: 'Operator is not running',
  severity: 'high',
  level: 'rollup',
  subject: 'ClusterServiceVersion',
  consults: ['Deployment', 'OperatorGroup'],
  source: 'https://olm.operatorframework.io/docs/concepts/crds/clusterserviceversion/',
  facts: z.object({ phase: z.string(), reason: z.string(), says: z.string() }),
  message: ({ phase, reason, says }) => `The operator is ${phase.toLowerCase()} (${reason}): ${says}`,
  fixes: (_facts, { object }) => [{ text: 'See its requirements and conditions', command: describe(object) }],
  *find(version, view) {
    const { namespace = '', name, labels, deletionTimestamp } = version.metadata;
    // A copy in another namespace says what the original says.
    if (labels?.['olm.copiedFrom'] !== undefined || deletionTimestamp !== undefined) return;
    const phase = textAt(version.status, 'phase');
    const reason = textAt(version.status, 'reason');
    const since = textAt(version.status, 'lastTransitionTime') || null;
    const isStuck = phase === 'Pending' && reason === 'RequirementsNotMet';
    if (phase !== 'Failed' && !isStuck) return;
    if (view.age(since) < (isStuck ? 15 : 5) * MINUTE_MS) return;
    const down = view
      .inNamespace('Deployment', namespace)
      .filter(
        ({ metadata, status, spec }) =>
          metadata.labels?.['olm.owner'] === name && (status?.availableReplicas ?? 0) < (spec?.replicas ?? 1),
      );
    const groups = reason === 'TooManyOperatorGroups' ? view.inNamespace('OperatorGroup', namespace) : [];
    yield {
      cause: reason,
      since,
      explainedBy: [...down, ...groups.slice(0, 1)].map(refOf),
      facts: { phase, reason, says: clipped(textAt(version.status, 'message')) || 'without a message' },
      evidence: [
        { path: 'status.reason', value: reason },
        { path: 'status.message', value: textAt(version.status, 'message') },
      ],
    };
  },
});
