import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { describe, kubectl } from '../../kube/kubectl.ts';
import { lostHosts } from '../../kube/storage/lost-hosts.ts';
import { defineCheck } from '../define-check.ts';

export const pvNodeAffinityGone = defineCheck({
  id: 'pv-node-affinity-gone',
  title: 'Volume lies on a node that is gone',
  severity: 'high',
  level: 'cause',
  subject: 'PersistentVolume',
  reads: ['Node'],
  source: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#node-affinity',
  facts: z.object({ hosts: z.array(z.string()), claim: z.string() }),
  message: ({ hosts, claim }) =>
    `Can be reached from ${hosts.length === 1 ? 'node' : 'nodes'} ${listText(hosts)} only, and no such node exists: pods that use claim ${claim} cannot start`,
  fixes: (_facts, { object }) => [
    { text: 'See where the volume lies', command: describe(object) },
    { text: 'See which nodes there are', command: kubectl('get', 'nodes', '-L', 'kubernetes.io/hostname') },
    {
      text: 'Bring the node back under its name; else restore the data into a new claim and delete this one',
      command: null,
    },
  ],
  *find(volume, view) {
    const { claimRef } = volume.spec ?? {};
    if (volume.status?.phase !== 'Bound' || claimRef === undefined) return;
    if (volume.metadata.deletionTimestamp !== undefined) return;
    const hosts = lostHosts(volume, view.all('Node'));
    if (hosts === undefined) return;
    yield {
      cause: '',
      facts: { hosts: [...hosts], claim: `${claimRef.namespace ?? ''}/${claimRef.name ?? ''}` },
      evidence: [
        { path: 'spec.nodeAffinity.required.nodeSelectorTerms', value: hosts.join(', ') },
        { path: 'status.phase', value: 'Bound' },
      ],
    };
  },
});
