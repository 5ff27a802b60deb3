import { z } from 'zod';
import { kubectl } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const olmOperatorGroupMissing = defineCheck({
  id: 'olm-operator-group-missing',
  title: 'Subscription without an OperatorGroup',
  severity: 'high',
  level: 'cause',
  subject: 'Subscription',
  reads: ['OperatorGroup'],
  source: 'https://olm.operatorframework.io/docs/advanced-tasks/operator-scoping-with-operatorgroups/',
  facts: z.object({ namespace: z.string() }),
  message: ({ namespace }) =>
    `Namespace ${namespace} has no OperatorGroup, so the operators that are subscribed to there are never installed`,
  fixes: ({ namespace }) => [
    { text: 'Make an OperatorGroup in the namespace', command: kubectl('explain', 'operatorgroup.spec') },
    { text: 'See which there are', command: kubectl('get', 'operatorgroups', '-n', namespace) },
  ],
  *find(subscription, view) {
    const { namespace = '', creationTimestamp, deletionTimestamp } = subscription.metadata;
    if (deletionTimestamp !== undefined || view.age(creationTimestamp) < 5 * MINUTE_MS) return;
    if (view.inNamespace('OperatorGroup', namespace).length > 0) return;
    yield {
      cause: '',
      shared: refTo('Namespace', null, namespace),
      facts: { namespace },
      evidence: [{ path: 'metadata.namespace', value: namespace }],
    };
  },
});
