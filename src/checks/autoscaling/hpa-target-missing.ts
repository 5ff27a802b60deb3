import { z } from 'zod';
import { nearMisses } from '../../base/near-miss.ts';
import { SCALABLE_KINDS, targetOf } from '../../kube/autoscaling/autoscalers.ts';
import { troubledMaker } from '../../kube/autoscaling/scaled-objects.ts';
import { conditionOf, conditionPath } from '../../kube/conditions.ts';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { SECOND_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

/** What is missing while a manifest is being applied is there by then. */
const SETTLING_MS = 30 * SECOND_MS;

export const hpaTargetMissing = defineCheck({
  id: 'hpa-target-missing',
  title: 'Target of a HorizontalPodAutoscaler does not exist',
  severity: 'high',
  level: 'cause',
  subject: 'HorizontalPodAutoscaler',
  consults: ['ScaledObject', ...SCALABLE_KINDS],
  source: 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/',
  facts: z.object({
    apiVersion: z.string(),
    kind: z.string(),
    name: z.string(),
    served: z.boolean(),
    similar: z.array(z.string()),
  }),
  message: ({ apiVersion, kind, name, served, similar }) =>
    served
      ? `It is to scale ${kind} ${name}, which does not exist` +
        (similar.length > 0 ? `; did you mean ${similar.join(' or ')}?` : '')
      : `It is to scale ${kind} ${name} of apiVersion "${apiVersion}", and the server has no such kind`,
  fixes: (_facts, { subject }) => [
    {
      text: 'Correct its scaleTargetRef',
      command: kubectl('edit', ...inNamespaceOf(subject), target(subject)),
    },
    { text: 'See what could be meant', command: kubectl('get', 'deployments,statefulsets', ...inNamespaceOf(subject)) },
  ],
  *find(autoscaler, view) {
    const { ref, kind } = targetOf(autoscaler);
    const { deletionTimestamp, creationTimestamp } = autoscaler.metadata;
    if (ref.name === '' || deletionTimestamp !== undefined) return;
    const able = conditionOf(autoscaler, 'AbleToScale');
    const since = able?.status === 'False' && able.reason === 'FailedGetScale' ? able.lastTransitionTime : null;
    const told = since === null ? undefined : /(no matches for kind)|"[^"]*" not found$/.exec(able?.message ?? '');
    const state = kind === undefined ? 'unverified' : view.get(kind, ref.namespace, ref.name).state;
    // The controller looks every 15 seconds: one that can scale its target knows better than a list made at another moment.
    if (state === 'found' || (!told && (state === 'unverified' || able?.status === 'True'))) return;
    const youngest = since ?? creationTimestamp;
    if (youngest !== undefined && view.age(youngest) < SETTLING_MS) return;
    const namesake = SCALABLE_KINDS.find((other) => view.get(other, ref.namespace, ref.name).state === 'found');
    const names = kind === undefined ? [] : view.inNamespace(kind, ref.namespace ?? '');
    const similar = nearMisses(
      ref.name,
      names.map((other) => other.metadata.name),
    );
    yield {
      cause: `${ref.kind}/${ref.name}`,
      since,
      explainedBy: troubledMaker(autoscaler, view),
      facts: {
        apiVersion: ref.apiVersion,
        kind: ref.kind,
        name: ref.name,
        served: !told?.[1],
        similar: namesake === undefined ? [...similar] : [`${namesake} ${ref.name}`],
      },
      evidence: [
        { path: 'spec.scaleTargetRef', value: { apiVersion: ref.apiVersion, kind: ref.kind, name: ref.name } },
        { path: `${conditionPath('AbleToScale')}.message`, value: able?.message },
      ],
    };
  },
});
