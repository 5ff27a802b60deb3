import { z } from 'zod';
import { nearMisses } from '../../base/near-miss.ts';
import { conditionOf, conditionPath } from '../../kube/conditions.ts';
import { describe, inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { controllerOf } from '../../kube/owners.ts';
import { isActive, isReady } from '../../kube/pods.ts';
import { parseSchedulerMessage } from '../../kube/scheduling/scheduler-message.ts';
import { claimsOf } from '../../kube/storage/claims.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const pvcMissing = defineCheck({
  id: 'pvc-missing',
  title: 'PersistentVolumeClaim does not exist',
  severity: 'critical',
  level: 'cause',
  subject: 'Pod',
  consults: ['PersistentVolumeClaim'],
  source: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#claims-as-volumes',
  facts: z.object({
    claim: z.string(),
    namespace: z.string(),
    similar: z.array(z.string()),
    /** True where a StatefulSet made the claim and will make it again, but only with the next pod. */
    fromTemplate: z.boolean(),
    running: z.boolean(),
  }),
  message: ({ claim, namespace, similar, running }) =>
    `PersistentVolumeClaim ${claim} does not exist in namespace ${namespace}, and a volume of the pod names it` +
    (running ? '; it runs on until its next start' : '') +
    (similar.length > 0 ? `; did you mean ${similar.join(' or ')}?` : ''),
  fixes: ({ similar, fromTemplate }, { subject, object }) => [
    fromTemplate
      ? { text: 'Delete the pod: the StatefulSet makes the claim with the next one', command: null }
      : similar.length > 0 && subject.kind !== 'PersistentVolumeClaim'
        ? correctTemplate(subject, 'the name of the claim')
        : { text: 'Create the claim', command: null },
    { text: 'See which claims there are', command: kubectl('get', 'pvc', ...inNamespaceOf(object)) },
    { text: 'See what the pod waits for', command: describe(object) },
  ],
  *find(pod, view) {
    if (!isActive(pod)) return;
    const uses = claimsOf(pod).filter(({ ephemeral }) => !ephemeral);
    const created = pod.metadata.creationTimestamp;
    if (uses.length === 0 || (created !== undefined && view.age(created) < MINUTE_MS)) return;
    const { namespace = '', name: podName } = pod.metadata;
    const scheduled = conditionOf(pod, 'PodScheduled');
    const said = parseSchedulerMessage(scheduled?.status === 'False' ? scheduled.message : '').clauses;
    for (const { name, path } of uses) {
      const { state } = view.get('PersistentVolumeClaim', namespace, name);
      const stated = said.some((clause) => clause.kind === 'claim-missing' && clause.name === name);
      if (state === 'found' || (state === 'unverified' && !stated)) continue;
      const running = isReady(pod);
      const others = view.inNamespace('PersistentVolumeClaim', namespace).map((claim) => claim.metadata.name);
      yield {
        cause: name,
        shared: refTo('PersistentVolumeClaim', namespace, name),
        latent: running,
        severity: running ? 'high' : 'critical',
        since: stated ? scheduled?.lastTransitionTime : null,
        facts: {
          claim: name,
          namespace,
          similar: [...nearMisses(name, others)],
          fromTemplate: controllerOf(pod)?.kind === 'StatefulSet' && name.endsWith(`-${podName}`),
          running,
        },
        evidence: [
          { path, value: name },
          ...(stated ? [{ path: `${conditionPath('PodScheduled')}.message`, value: scheduled?.message }] : []),
        ],
      };
    }
  },
});
