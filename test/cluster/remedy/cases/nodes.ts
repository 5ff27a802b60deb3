import type { Manifest } from '../../../support/cluster-api.ts';
import type { RepairCase } from '../case.ts';
import { deployment, fields, pod, podSpec } from '../objects.ts';
import { LABEL, type Scene } from '../scene.ts';

/** Keeps everything away from nodes that nothing runs on. */
const OURS = { key: 'mekhanikube.io/repair-test', value: 'true', effect: 'NoSchedule' };
const CORDONED = 'mekhanikube.io/cordoned';

/** A node without a kubelet: ready as long as nobody asks after its lease, and closed to all but who tolerates it. */
function node(
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
function comeUp(...names: readonly string[]) {
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

async function cleanUp(scene: Scene): Promise<void> {
  for (const object of await scene.api.list('v1', 'Node', LABEL)) await scene.api.remove(object);
}

/** The node that has a kubelet. Nothing is ever done to it. */
async function realNode(scene: Scene) {
  const all = await scene.all('v1', 'Node');
  const real = all.find(({ metadata }) => !(LABEL in (metadata.labels ?? {})));
  return { kind: 'Node', name: real?.metadata.name ?? '' };
}

const cordoned = {
  when: 'no other node would take pods',
  target: realNode,
  says: /only 0 nodes would take pods, and 1 must/,
};

export const cordon: RepairCase = {
  action: 'node.cordon',
  objects: [node('mekhanikube-repair-cordon')],
  prepare: comeUp('mekhanikube-repair-cordon'),
  target: { kind: 'Node', name: 'mekhanikube-repair-cordon' },
  params: { reason: 'its disk fails' },
  holds: [
    fields('v1', 'Node', 'mekhanikube-repair-cordon', {
      metadata: { name: 'mekhanikube-repair-cordon', annotations: { [CORDONED]: 'its disk fails' } },
      spec: { unschedulable: true },
    }),
  ],
  generations: null,
  cleanUp,
  refusals: [cordoned, { when: 'it is cordoned', says: /is cordoned already/, afterwards: true }],
};

export const uncordon: RepairCase = {
  action: 'node.uncordon',
  objects: [
    node('mekhanikube-repair-ours', [], { [CORDONED]: 'its disk fails' }, true),
    node('mekhanikube-repair-theirs', [], {}, true),
  ],
  prepare: comeUp('mekhanikube-repair-ours', 'mekhanikube-repair-theirs'),
  target: { kind: 'Node', name: 'mekhanikube-repair-ours' },
  params: {},
  check: async (scene) => {
    const live = await scene.read(fields('v1', 'Node', 'mekhanikube-repair-ours', {}));
    const isCordoned =
      Object(live?.['spec']).unschedulable === true || CORDONED in Object(live?.metadata['annotations']);
    return isCordoned ? ['it is still cordoned'] : [];
  },
  generations: null,
  cleanUp,
  refusals: [
    { when: 'it is not cordoned', target: realNode, says: /is not cordoned/ },
    {
      when: 'somebody else cordoned it',
      target: { kind: 'Node', name: 'mekhanikube-repair-theirs' },
      says: /was not cordoned by mekhanikube/,
    },
  ],
};

const dedicated = { key: 'dedicated', value: 'gpu', effect: 'PreferNoSchedule' };

export const taint: RepairCase = {
  action: 'node.taint',
  objects: [node('mekhanikube-repair-taint'), pod('naked')],
  ready: [fields('v1', 'Pod', 'naked', { status: { phase: 'Running' } })],
  prepare: comeUp('mekhanikube-repair-taint'),
  target: { kind: 'Node', name: 'mekhanikube-repair-taint' },
  params: dedicated,
  holds: [fields('v1', 'Node', 'mekhanikube-repair-taint', { spec: { taints: [OURS, dedicated] } })],
  generations: null,
  cleanUp,
  refusals: [
    {
      when: 'Kubernetes sets it itself',
      params: { ...dedicated, key: 'node.kubernetes.io/unreachable' },
      says: /is set by Kubernetes itself/,
    },
    {
      when: 'it would end pods for good',
      target: realNode,
      params: { ...dedicated, effect: 'NoExecute' },
      says: /naked.* would be ended, and no controller makes/,
    },
    { when: 'it is there', says: /has dedicated=gpu:PreferNoSchedule already/, afterwards: true },
  ],
};

export const untaint: RepairCase = {
  action: 'node.untaint',
  objects: [node('mekhanikube-repair-untaint', [dedicated])],
  prepare: comeUp('mekhanikube-repair-untaint'),
  target: { kind: 'Node', name: 'mekhanikube-repair-untaint' },
  params: { key: 'dedicated' },
  check: async (scene) => {
    const live = await scene.read(fields('v1', 'Node', 'mekhanikube-repair-untaint', {}));
    const taints: readonly { key: string }[] = Object(live?.['spec']).taints ?? [];
    return taints.some(({ key }) => key === 'dedicated') ? ['the taint is still there'] : [];
  },
  generations: null,
  cleanUp,
  refusals: [
    {
      when: 'Kubernetes sets it itself',
      params: { key: 'node.kubernetes.io/not-ready' },
      says: /is set by Kubernetes itself/,
    },
    { when: 'it is not there', says: /has no taint dedicated/, afterwards: true },
  ],
};

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
  cleanUp,
  refusals: [
    { when: 'no other node has room', target: realNode, says: /no other node has room for/ },
    {
      when: 'it has more pods than may go',
      params: { maxPods: 1 },
      says: /2 pods would be evicted, and at most 1 may/,
    },
  ],
};
