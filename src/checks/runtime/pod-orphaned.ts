import { z } from 'zod';
import { describe, inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { controllerOf } from '../../kube/owners.ts';
import { isActive } from '../../kube/pods.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

/** The garbage collector looks at a new owner reference within seconds, and at all kinds anew every 30. */
const PATIENCE_MS = 10 * MINUTE_MS;

export const podOrphaned = defineCheck({
  id: 'pod-orphaned',
  title: 'Controller of the pod does not exist any more',
  severity: 'low',
  level: 'cause',
  subject: 'Pod',
  consults: ['DaemonSet', 'Job', 'ReplicaSet', 'StatefulSet'],
  source: 'https://kubernetes.io/docs/concepts/architecture/garbage-collection/#owners-dependents',
  facts: z.object({ kind: z.string(), name: z.string(), anew: z.boolean() }),
  message: ({ kind, name, anew }) =>
    `Belongs to a ${kind} ${name} that ${anew ? 'was deleted; the one of that name is another' : 'does not exist any more'}, ` +
    'so nothing replaces or removes it',
  fixes: (_facts, { object }) => [
    { text: 'See what it does, and whether anybody needs it', command: describe(object) },
    { text: 'If nobody does, delete it', command: kubectl('delete', 'pod', ...inNamespaceOf(object), object.name) },
    { text: 'If there are many: see whether the garbage collector of kube-controller-manager works', command: null },
  ],
  *find(pod, view) {
    const owner = controllerOf(pod);
    if (owner === undefined || !isActive(pod)) return;
    const { kind, name, uid } = owner;
    if (kind !== 'DaemonSet' && kind !== 'Job' && kind !== 'ReplicaSet' && kind !== 'StatefulSet') return;
    const lookup = view.get(kind, pod.metadata.namespace ?? '', name);
    if (lookup.state === 'unverified') return;
    const found = lookup.state === 'found' ? lookup.object.metadata.uid : undefined;
    const anew = lookup.state === 'found';
    if (anew && (uid === undefined || found === undefined || found === uid)) return;
    if (view.age(pod.metadata.creationTimestamp) < PATIENCE_MS) return;
    yield {
      cause: `${kind}/${name}`,
      latent: true,
      confidence: 'likely',
      facts: { kind, name, anew },
      evidence: [{ path: 'metadata.ownerReferences[controller=true].uid', value: uid ?? null }],
    };
  },
});
