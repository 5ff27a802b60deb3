import { z } from 'zod';
import { describe } from '../../kube/kubectl.ts';
import { isOfStatefulSet, namedClaims } from '../../kube/posture/claims.ts';
import { isSystemNamespace } from '../../kube/posture/templates.ts';
import { claimKey } from '../../kube/storage/claims.ts';
import { DAY_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const pvcUnused = defineCheck({
  id: 'pvc-unused',
  title: 'Claim that nothing mounts',
  severity: 'info',
  level: 'cause',
  profile: 'hardening',
  subject: 'PersistentVolumeClaim',
  reads: ['CronJob', 'DaemonSet', 'Deployment', 'Job', 'Pod', 'ReplicaSet', 'StatefulSet'],
  source: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/',
  facts: z.object({ size: z.string() }),
  message: ({ size }) => `No pod and no template names it: ${size} that are paid for and not used`,
  fixes: (_facts, { subject }) => [
    { text: 'See what it was for; its data may be the only copy', command: describe(subject) },
  ],
  *find(claim, view) {
    const { namespace = '', name, creationTimestamp, deletionTimestamp, ownerReferences = [] } = claim.metadata;
    if (claim.status?.phase !== 'Bound' || deletionTimestamp !== undefined || ownerReferences.length > 0) return;
    if (isSystemNamespace(namespace) || view.age(creationTimestamp) < DAY_MS) return;
    if (view.shared(namedClaims).has(claimKey(namespace, name))) return;
    if (isOfStatefulSet(name, view.inNamespace('StatefulSet', namespace))) return;
    yield {
      cause: '',
      confidence: 'likely',
      latent: true,
      facts: { size: claim.status.capacity?.['storage'] ?? 'storage' },
      evidence: [{ path: 'status.phase', value: 'Bound' }],
    };
  },
});
