import { z } from 'zod';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const olmOperatorGroupConflict = defineCheck({
  id: 'olm-operator-group-conflict',
  title: 'Several OperatorGroups in one namespace',
  severity: 'high',
  level: 'cause',
  subject: 'OperatorGroup',
  reads: ['Subscription'],
  source: 'https://olm.operatorframework.io/docs/advanced-tasks/operator-scoping-with-operatorgroups/',
  facts: z.object({ namespace: z.string(), groups: z.array(z.string()) }),
  message: ({ namespace, groups }) =>
    `Namespace ${namespace} has ${groups.length} OperatorGroups (${groups.join(', ')}), so no operator is installed there`,
  fixes: (_facts, { object }) => [
    {
      text: 'Keep one of them and delete the others',
      command: kubectl('get', 'operatorgroups', ...inNamespaceOf(object)),
    },
  ],
  *find(group, view) {
    const { namespace = '', name } = group.metadata;
    const groups = view
      .inNamespace('OperatorGroup', namespace)
      .filter(
        ({ metadata }) => metadata.deletionTimestamp === undefined && view.age(metadata.creationTimestamp) >= MINUTE_MS,
      );
    const names = groups.map(({ metadata }) => metadata.name).sort();
    if (names.length < 2 || !names.includes(name) || view.inNamespace('Subscription', namespace).length === 0) return;
    yield {
      cause: '',
      shared: refTo('Namespace', null, namespace),
      facts: { namespace, groups: names },
      evidence: [{ path: 'metadata.name', value: name }],
    };
  },
});
