import type { Manifest } from '../../support/cluster-api.ts';
import { fields } from './objects.ts';
import { LABEL, type Scene } from './scene.ts';

/** Keeps everything away from nodes that nothing runs on. */
export const OURS = { key: 'mekhanikube.io/repair-test', value: 'true', effect: 'NoSchedule' };

/** A node without a kubelet: ready as long as nobody asks after its lease, and closed to all but who tolerates it. */
export function node(
  name: string,
  taints: readonly object[] = [],
  annotations: Readonly<Record<string, string>> = {},
  isCordoned = false,
): Manifest {
  return fields('v1', 'Node', name, {
    metadata: { name, annotations, labels: { 'kubernetes.io/hostname': name } },
    spec: { taints: [OURS, ...taints], ...(isCordoned ? { unschedulable: true } : {}) },
  });
}

const STATUS = {
  allocatable: { cpu: '1', memory: '1Gi', pods: '10' },
  capacity: { cpu: '1', memory: '1Gi', pods: '10' },
  conditions: [{ type: 'Ready', status: 'True', reason: 'Played' }],
};

/** Plays the first heartbeat, and waits until the controller believes it. */
export function comeUp(...names: readonly string[]) {
  return async (scene: Scene): Promise<void> => {
    for (const name of names) {
      await scene.status(fields('v1', 'Node', name, { status: STATUS }));
      const isReady = async () => {
        const live = await scene.read(fields('v1', 'Node', name, {}));
        const taints: readonly { key: string; effect: string }[] = Object(live?.['spec']).taints ?? [];
        return taints.every(({ key }) => !key.startsWith('node.kubernetes.io/not-ready'));
      };
      await scene.comes(isReady, `${name} among the ready nodes`);
    }
  };
}

/** Takes all such nodes away. */
export async function cleanUp(scene: Scene): Promise<void> {
  for (const object of await scene.api.list('v1', 'Node', LABEL)) await scene.api.remove(object);
}

/** The node that has a kubelet. Nothing is ever done to it. */
export async function realNode(scene: Scene) {
  const all = await scene.all('v1', 'Node');
  const real = all.find(({ status }) => (Object(status).nodeInfo?.kubeletVersion ?? '') !== '');
  return { kind: 'Node', name: real?.metadata.name ?? '' };
}
