import type { RepairCase } from '../case.ts';
import { container, deployment, fields, pod, podSpec, ready, template } from '../objects.ts';
import type { Scene } from '../scene.ts';

const orphan = fields('apps/v1', 'ReplicaSet', 'orphan', {
  spec: { replicas: 0, selector: { matchLabels: { app: 'orphan' } }, template: template('orphan') },
});
const busy = fields('apps/v1', 'ReplicaSet', 'busy', {
  spec: { replicas: 1, selector: { matchLabels: { app: 'busy' } }, template: template('busy') },
});

async function ownedSet(scene: Scene) {
  const first = await scene.first('apps/v1', 'ReplicaSet', 'web-');
  return { kind: 'ReplicaSet', name: first.metadata.name };
}

export const replicaSet: RepairCase = {
  action: 'object.delete',
  on: 'ReplicaSet',
  objects: [orphan, busy, deployment('web')],
  ready: [ready('web', 1)],
  async prepare(scene) {
    await scene.hasAged(orphan, 2);
  },
  target: { kind: 'ReplicaSet', name: 'orphan' },
  params: { olderThan: '1s' },
  back: 'recreated',
  refusals: [
    { when: 'it has pods', target: { kind: 'ReplicaSet', name: 'busy' }, says: /wants or has pods/ },
    { when: 'it is part of a history', target: ownedSet, says: /is part of the history of its owner/ },
    { when: 'it is not old enough', params: { olderThan: '1h' }, says: /only, not for 1h/ },
    { when: 'it is gone', says: /does not exist/, afterwards: true },
  ],
};

const ended = podSpec({ restartPolicy: 'Never' }, container({ command: ['true'] }));

/** Its work is done, and is not done again: there is no way back, as the plan says. */
export const endedPod: RepairCase = {
  action: 'object.delete',
  on: 'Pod',
  objects: [pod('ended', ended), pod('running')],
  ready: [fields('v1', 'Pod', 'ended', { status: { phase: 'Succeeded' } })],
  async prepare(scene) {
    await scene.hasAged(pod('ended'), 3);
  },
  target: { kind: 'Pod', name: 'ended' },
  params: { olderThan: '1s' },
  back: 'impossible',
  leaves: /cannot be taken back/,
  refusals: [{ when: 'it has not ended', target: { kind: 'Pod', name: 'running' }, says: /has not ended/ }],
};
