import type { Manifest } from '../../../support/cluster-api.ts';
import type { RepairCase } from '../case.ts';
import { deployment, fields, podSpec } from '../objects.ts';
import { comeUp, goDown, node, OURS, realNode } from '../played-node.ts';
import type { Scene } from '../scene.ts';

const DRAINED = 'mekhanikube-repair-drain';

/** Drawn to the node that is drained, and free to go elsewhere. */
const drawn = podSpec({
  tolerations: [{ key: OURS.key, operator: 'Exists' }],
  affinity: {
    nodeAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        {
          weight: 100,
          preference: { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [DRAINED] }] },
        },
      ],
    },
  },
});

async function podsOn(scene: Scene, name: string): Promise<readonly Manifest[]> {
  return (await scene.all('v1', 'Pod', 'web-')).filter(({ spec }) => Object(spec).nodeName === name);
}

/** Plays the kubelet that is not there: what is to go is gone. */
async function stopPods(scene: Scene): Promise<void> {
  const seen = new Set<string>();
  await scene.comes(async () => {
    for (const going of await podsOn(scene, DRAINED)) {
      seen.add(going.metadata.name);
      if (going.metadata['deletionTimestamp'] === undefined) continue;
      const path = `${await scene.api.collectionOf(going)}/${going.metadata.name}`;
      await scene.api.send('DELETE', path, { gracePeriodSeconds: 0 });
    }
    return seen.size === 2 && (await podsOn(scene, DRAINED)).length === 0;
  }, 'the end of both pods');
}

export const drain: RepairCase = {
  action: 'node.drain',
  objects: [node(DRAINED), deployment('web', { replicas: 0 }, drawn)],
  async prepare(scene) {
    await comeUp(DRAINED)(scene);
    await scene.patch(fields('apps/v1', 'Deployment', 'web', { spec: { replicas: 2 } }));
    await scene.comes(async () => (await podsOn(scene, DRAINED)).length === 2, 'two pods on the node');
  },
  target: { kind: 'Node', name: DRAINED },
  params: { reason: 'its disk fails' },
  meanwhile: stopPods,
  holds: [fields('v1', 'Node', DRAINED, { spec: { unschedulable: true } })],
  check: async (scene) => {
    const elsewhere = await podsOn(scene, (await realNode(scene)).name);
    return elsewhere.length === 2 ? [] : [`${elsewhere.length} pods are on the other node`];
  },
  generations: null,
  cleanUp: goDown(DRAINED),
  refusals: [
    { when: 'no other node has room', target: realNode, says: /no other node has room for/ },
    {
      when: 'it has more pods than may go',
      params: { maxPods: 1 },
      says: /2 pods would be evicted, and at most 1 may/,
    },
  ],
};
