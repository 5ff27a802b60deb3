import type { RepairCase } from '../case.ts';
import { fields, pod } from '../objects.ts';
import { comeUp, goDown, node, realNode } from '../played-node.ts';

const CORDONED = 'mekhanikube.io/cordoned';

const alone = {
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
  cleanUp: goDown('mekhanikube-repair-cordon'),
  refusals: [alone, { when: 'it is cordoned', says: /is cordoned already/, afterwards: true }],
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
  cleanUp: goDown('mekhanikube-repair-ours', 'mekhanikube-repair-theirs'),
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
  // Kubernetes may add taints of its own to a node whose kubelet is only played.
  check: async (scene) => {
    const live = await scene.read(fields('v1', 'Node', 'mekhanikube-repair-taint', {}));
    const taints: readonly { key: string; value?: string; effect: string }[] = Object(live?.['spec']).taints ?? [];
    const { key, value, effect } = dedicated;
    const ours = taints.filter((taint) => taint.key === key && taint.value === value && taint.effect === effect);
    return ours.length === 1 ? [] : [`the node has ${ours.length} such taints`];
  },
  generations: null,
  cleanUp: goDown('mekhanikube-repair-taint'),
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
  cleanUp: goDown('mekhanikube-repair-untaint'),
  refusals: [
    {
      when: 'Kubernetes sets it itself',
      params: { key: 'node.kubernetes.io/not-ready' },
      says: /is set by Kubernetes itself/,
    },
    { when: 'it is not there', says: /has no taint dedicated/, afterwards: true },
  ],
};
