import { z } from 'zod';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { isPending, isYoungClaim } from '../../kube/storage/claims.ts';
import { snapshotState } from '../../kube/storage/snapshots.ts';
import { sourceOf } from '../../kube/storage/sources.ts';
import { HOUR_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const pvcSourceMissing = defineCheck({
  id: 'pvc-source-missing',
  title: 'What the claim is to be made from is not there',
  severity: 'high',
  level: 'cause',
  subject: 'PersistentVolumeClaim',
  consults: ['VolumeSnapshot'],
  explains: ['pvc-provisioner-absent'],
  source:
    'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#volume-snapshot-and-restore-volume-from-snapshot-support',
  facts: z.object({
    kind: z.enum(['PersistentVolumeClaim', 'VolumeSnapshot']),
    name: z.string(),
    namespace: z.string(),
    problem: z.enum(['missing', 'not ready', 'unbound']),
  }),
  message: ({ kind, namespace, name, problem }) => {
    const source = `Is to be made from ${kind} ${name} of namespace ${namespace}`;
    if (problem === 'missing') return `${source}, which does not exist`;
    return problem === 'unbound' ? `${source}, which has no volume itself` : `${source}, which is not ready to use`;
  },
  fixes: ({ kind, namespace }, { object }) => [
    {
      text: kind === 'VolumeSnapshot' ? 'See which snapshots there are' : 'See which claims there are',
      command: kubectl('get', kind === 'VolumeSnapshot' ? 'volumesnapshots' : 'pvc', ...inNamespaceOf({ namespace })),
    },
    {
      text: 'Create the claim anew with a source that exists: that of a claim cannot be changed',
      command: kubectl('get', 'pvc', ...inNamespaceOf(object), object.name, '-o', 'yaml'),
    },
  ],
  *find(claim, view) {
    if (!isPending(claim) || claim.spec?.volumeName || isYoungClaim(claim, view)) return;
    const source = sourceOf(claim);
    if (source === undefined) return;
    const { kind, namespace, name, path } = source;
    let problem: 'missing' | 'not ready' | 'unbound';
    if (kind === 'VolumeSnapshot') {
      const found = view.get('VolumeSnapshot', namespace, name);
      if (found.state === 'unverified' || (found.state === 'found' && snapshotState(found.object).isReady)) return;
      // A large snapshot takes its time, and the claim waits for it.
      if (found.state === 'found' && view.age(found.object.metadata.creationTimestamp) < HOUR_MS) return;
      problem = found.state === 'missing' ? 'missing' : 'not ready';
    } else {
      const found = view.get('PersistentVolumeClaim', namespace, name);
      if (found.state === 'unverified' || (found.state === 'found' && found.object.status?.phase === 'Bound')) return;
      problem = found.state === 'missing' ? 'missing' : 'unbound';
    }
    yield {
      cause: `${kind}/${namespace}/${name}`,
      shared: refTo(kind, namespace, name),
      explainedBy: problem === 'missing' ? [] : [refTo(kind, namespace, name)],
      facts: { kind, namespace, name, problem },
      evidence: [
        { path: `${path}.name`, value: name },
        { path: 'status.phase', value: claim.status?.phase },
      ],
    };
  },
});
