import { z } from 'zod';
import { conditionOf, conditionPath } from '../../kube/conditions.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

const PATIENCE_MS = 10 * MINUTE_MS;

export const crdTerminating = defineCheck({
  id: 'crd-terminating',
  title: 'Custom resource definition cannot be deleted',
  severity: 'medium',
  level: 'cause',
  subject: 'CustomResourceDefinition',
  source: 'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#finalizers',
  facts: z.object({ resource: z.string(), reason: z.string(), says: z.string() }),
  message: ({ resource, reason, says }) =>
    `It is being deleted and does not go (${reason || 'no reason given'}): ${says || `objects of ${resource} may be left`}`,
  fixes: ({ resource }) => [
    {
      text: 'See which objects are left, and have the controllers of their finalizers finish',
      command: kubectl(
        'get',
        resource,
        '-A',
        '-o',
        'custom-columns=NAMESPACE:.metadata.namespace,NAME:.metadata.name,FINALIZERS:.metadata.finalizers',
      ),
    },
  ],
  *find(definition, view) {
    const { deletionTimestamp, name, finalizers = [] } = definition.metadata;
    if (deletionTimestamp === undefined || view.age(deletionTimestamp) < PATIENCE_MS || finalizers.length === 0) return;
    const terminating = conditionOf(definition, 'Terminating');
    yield {
      cause: '',
      since: deletionTimestamp,
      facts: { resource: name, reason: terminating?.reason ?? '', says: (terminating?.message ?? '').slice(0, 300) },
      evidence: [
        { path: 'metadata.deletionTimestamp', value: deletionTimestamp },
        { path: `${conditionPath('Terminating')}.message`, value: terminating?.message },
      ],
    };
  },
});
