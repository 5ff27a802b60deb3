import { z } from 'zod';
import { conditionPath } from '../../kube/conditions.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { isActive } from '../../kube/pods.ts';
import { schedulingOf } from '../../kube/scheduling/scheduling.ts';
import { placedPodsByClaim } from '../../kube/startup/pod-volumes.ts';
import { claimKey, claimsOf } from '../../kube/storage/claims.ts';
import { unplaced } from '../../kube/suspects.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const pvcRwopConflict = defineCheck({
  id: 'pvc-rwop-conflict',
  title: 'Volume for one pod is wanted by two',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: unplaced,
  reads: ['PersistentVolumeClaim'],
  consults: ['Node', 'Event'],
  source: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes',
  facts: z.object({ claim: z.string(), user: z.string(), node: z.string() }),
  message: ({ claim, user, node }) =>
    `PersistentVolumeClaim ${claim} is ReadWriteOncePod, and pod ${user} on node ${node} uses it`,
  fixes: ({ claim }, { subject, object }) => [
    {
      text: 'See which pods use the claim',
      command: kubectl('describe', 'pvc', ...inNamespaceOf(object), claim),
    },
    correctTemplate(
      subject,
      'the replicas or the strategy: one pod, which is stopped before the next starts (Recreate)',
    ),
    {
      text: 'Or use a claim with ReadWriteOnce or ReadWriteMany; the mode of a claim cannot be changed',
      command: null,
    },
  ],
  *find(pod, view) {
    const verdict = view.shared(schedulingOf).verdictOf(pod);
    if (verdict?.message.includes('ReadWriteOncePod') !== true) return;
    const namespace = pod.metadata.namespace ?? '';
    for (const { name, path } of claimsOf(pod)) {
      const found = view.get('PersistentVolumeClaim', namespace, name);
      if (found.state !== 'found' || found.object.spec?.accessModes?.includes('ReadWriteOncePod') !== true) continue;
      const users = view.shared(placedPodsByClaim).get(claimKey(namespace, name)) ?? [];
      const user = users.find(isActive);
      if (user === undefined) continue;
      yield {
        cause: name,
        since: verdict.since,
        shared: refTo('PersistentVolumeClaim', namespace, name),
        facts: { claim: name, user: user.metadata.name, node: user.spec?.nodeName ?? '' },
        evidence: [
          { path, value: name },
          { object: found.object, path: 'spec.accessModes', value: [...(found.object.spec.accessModes ?? [])] },
          { path: `${conditionPath('PodScheduled')}.message`, value: verdict.message },
        ],
      };
    }
  },
});
