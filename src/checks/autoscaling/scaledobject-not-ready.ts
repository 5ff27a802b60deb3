import { z } from 'zod';
import { SCALABLE_KINDS } from '../../kube/autoscaling/autoscalers.ts';
import { scaledTargetOf, troubleOf } from '../../kube/autoscaling/scaled-objects.ts';
import { conditionPath } from '../../kube/conditions.ts';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

/** Conditions of KEDA have no time: only the age of the object tells a fault from a start. */
const YOUNG_MS = 2 * MINUTE_MS;

export const scaledobjectNotReady = defineCheck({
  id: 'scaledobject-not-ready',
  title: 'KEDA does not scale a workload as it should',
  severity: 'high',
  level: 'cause',
  subject: 'ScaledObject',
  consults: SCALABLE_KINDS,
  source: 'https://kubernetes.io/docs/concepts/workloads/autoscaling/#event-driven-autoscaling',
  facts: z.object({
    target: z.string(),
    /** True where the target was looked for and is not there. */
    missing: z.boolean(),
    fallback: z.boolean(),
    replicas: z.int().nullable(),
    says: z.string(),
  }),
  message: ({ target: name, missing, fallback, replicas, says }) => {
    if (missing) return `KEDA cannot scale ${name}, which does not exist: ${says}`;
    return fallback
      ? `KEDA gets no metrics from a trigger and keeps ${name} at its fallback${replicas === null ? '' : ` of ${replicas} replicas`}: ${says}`
      : `KEDA does not scale ${name}: ${says}`;
  },
  fixes: ({ missing }, { object }) => [
    {
      text: 'See its conditions and events: they name the trigger that fails',
      command: kubectl('describe', ...inNamespaceOf(object), target(object)),
    },
    missing
      ? {
          text: 'Correct its scaleTargetRef',
          command: kubectl('edit', ...inNamespaceOf(object), target(object)),
        }
      : {
          text: 'See whether the credentials that its triggers name are there',
          command: kubectl('get', 'triggerauthentications.keda.sh,secrets', ...inNamespaceOf(object)),
        },
  ],
  *find(scaled, view) {
    const trouble = troubleOf(scaled);
    const { creationTimestamp } = scaled.metadata;
    if (trouble === undefined || (creationTimestamp !== undefined && view.age(creationTimestamp) < YOUNG_MS)) return;
    const ref = scaledTargetOf(scaled);
    const kind = SCALABLE_KINDS.find((candidate) => candidate === ref.kind);
    const fallback = scaled.spec?.['fallback'];
    const replicas = typeof fallback === 'object' && fallback !== null ? Reflect.get(fallback, 'replicas') : null;
    yield {
      cause: trouble.condition,
      facts: {
        target: `${ref.kind} ${ref.name}`,
        missing: kind !== undefined && view.get(kind, ref.namespace, ref.name).state === 'missing',
        fallback: trouble.condition === 'Fallback',
        replicas: typeof replicas === 'number' ? replicas : null,
        says: trouble.message || trouble.reason,
      },
      evidence: [
        { path: `${conditionPath(trouble.condition)}.reason`, value: trouble.reason },
        { path: `${conditionPath(trouble.condition)}.message`, value: trouble.message },
        { path: 'spec.scaleTargetRef.name', value: ref.name },
      ],
    };
  },
});
