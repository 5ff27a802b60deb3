import { z } from 'zod';
import { describe, inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { desiredReplicas } from '../../kube/workloads/workloads.ts';
import { defineCheck } from '../define-check.ts';

/** The deployment controller puts it on every ReplicaSet that it makes. */
const HASH = 'pod-template-hash';

export const replicasetOrphaned = defineCheck({
  id: 'replicaset-orphaned',
  title: 'ReplicaSet has lost its Deployment',
  severity: 'low',
  level: 'state',
  subject: 'ReplicaSet',
  source: 'https://kubernetes.io/docs/concepts/architecture/garbage-collection/#orphaned-dependents',
  facts: z.object({ desired: z.int(), hash: z.string() }),
  message: ({ desired, hash }) =>
    `It was made by a Deployment (${HASH}=${hash}) that no longer controls it, and keeps ${desired} pod${desired === 1 ? '' : 's'} running that no rollout changes`,
  fixes: (_facts, { subject }) => [
    { text: 'See what it runs', command: describe(subject) },
    {
      text: 'If nothing needs its pods any more, scale it to zero and delete it later',
      command: kubectl('scale', ...inNamespaceOf(subject), `replicaset/${subject.name}`, '--replicas=0'),
    },
  ],
  *find(set) {
    const { labels, ownerReferences, deletionTimestamp } = set.metadata;
    const hash = labels?.[HASH];
    const desired = desiredReplicas(set);
    if (hash === undefined || desired === 0 || deletionTimestamp !== undefined) return;
    if (ownerReferences?.some((owner) => owner.controller === true)) return;
    yield {
      cause: '',
      // It does what it is meant to do: this is no reason for anything else.
      latent: true,
      facts: { desired, hash },
      evidence: [
        { path: `metadata.labels[${HASH}]`, value: hash },
        { path: 'metadata.ownerReferences', value: null },
        { path: 'spec.replicas', value: desired },
      ],
    };
  },
});
