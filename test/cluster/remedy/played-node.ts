import type { Manifest } from '../../support/cluster-api.ts';
import { fields } from './objects.ts';
import { LABEL, type Scene } from './scene.ts';

/** Keeps everything away from nodes that nothing runs on. */
export const OURS = { key: 'mekhanikube.io/repair-test', value: 'true', effect: 'NoSchedule' };

/** A node without a kubelet, closed to all but who tolerates it. */
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

const BEAT_MS = 5_000;
const beats = new Map<string, NodeJS.Timeout>();

/** Plays the first heartbeat and all that follow, and waits until the controller believes them. */
export function comeUp(...names: readonly string[]) {
  return async (scene: Scene): Promise<void> => {
    for (const name of names) {
      await scene.status(fields('v1', 'Node', name, { status: STATUS }));
      await renew(scene, name);
      // A beat that is lost is made up for by the next one.
      beats.set(
        name,
        setInterval(() => void renew(scene, name).catch(() => {}), BEAT_MS),
      );
      const isReady = async () => {
        const live = await scene.read(fields('v1', 'Node', name, {}));
        const taints: readonly { key: string }[] = Object(live?.['spec']).taints ?? [];
        return taints.every(({ key }) => key !== 'node.kubernetes.io/not-ready');
      };
      await scene.comes(isReady, `${name} among the ready nodes`);
    }
  };
}

/** By the lease, as a kubelet does: the node itself stays as it is. */
function renew(scene: Scene, name: string): Promise<void> {
  const renewTime = new Date().toISOString().replace('Z', '000Z');
  const spec = { holderIdentity: name, leaseDurationSeconds: 40, renewTime };
  return scene.api.apply({ ...lease(name), spec });
}

function lease(name: string): Manifest {
  const metadata = { name, namespace: 'kube-node-lease', labels: { [LABEL]: 'actions' } };
  return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata };
}

/** Takes these nodes away. */
export function goDown(...names: readonly string[]) {
  return async (scene: Scene): Promise<void> => {
    for (const name of names) {
      clearInterval(beats.get(name));
      await scene.remove(fields('v1', 'Node', name, {}));
      await scene.api.remove(lease(name));
    }
  };
}

/** The node that has a kubelet. Nothing is ever done to it. */
export async function realNode(scene: Scene) {
  const all = await scene.all('v1', 'Node');
  const real = all.find(({ status }) => (Object(status).nodeInfo?.kubeletVersion ?? '') !== '');
  return { kind: 'Node', name: real?.metadata.name ?? '' };
}
