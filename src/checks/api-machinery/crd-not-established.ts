import { z } from 'zod';
import { conditionOf, conditionPath } from '../../kube/conditions.ts';
import { describe } from '../../kube/kubectl.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const crdNotEstablished = defineCheck({
  id: 'crd-not-established',
  title: 'Custom resource is not served',
  severity: 'high',
  level: 'cause',
  subject: 'CustomResourceDefinition',
  source:
    'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#create-a-customresourcedefinition',
  facts: z.object({ condition: z.string(), reason: z.string(), says: z.string() }),
  message: ({ condition, reason, says }) =>
    condition === 'NamesAccepted'
      ? `Its names are not accepted (${reason}), so the API server does not serve it: ${says}`
      : `The API server does not serve it (${reason}): ${says}`,
  fixes: ({ condition }, { object }) => [
    {
      text:
        condition === 'NamesAccepted'
          ? 'See which name is taken, and rename this one or remove the other'
          : 'See what the API server says of it',
      command: describe(object),
    },
  ],
  *find(definition, view) {
    if (definition.metadata.deletionTimestamp !== undefined) return;
    for (const type of ['NamesAccepted', 'Established']) {
      const condition = conditionOf(definition, type);
      // Between the two there is a moment on the way, which has its own reason.
      if (condition?.status !== 'False' || view.age(condition.lastTransitionTime) < MINUTE_MS) continue;
      yield {
        cause: type,
        since: condition.lastTransitionTime,
        facts: { condition: type, reason: condition.reason, says: condition.message.slice(0, 300) },
        evidence: [{ path: `${conditionPath(type)}.message`, value: condition.message }],
      };
      return;
    }
  },
});
