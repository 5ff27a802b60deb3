import type { RepairCase } from '../case.ts';
import { budget, deployment, fields, ready } from '../objects.ts';

const web = { kind: 'Deployment', name: 'web' };
const paused = { kind: 'Deployment', name: 'paused' };
const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';

export const restart: RepairCase = {
  action: 'rollout.restart',
  objects: [
    deployment('web'),
    deployment('paused', { paused: true, replicas: 0 }),
    deployment('guarded', { strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } }, replicas: 2 }),
    budget('guarded', 2),
    deployment('alone', { strategy: { type: 'Recreate' } }),
  ],
  ready: [
    ready('web', 1),
    ready('guarded', 2),
    ready('alone', 1),
    fields('policy/v1', 'PodDisruptionBudget', 'guarded', { status: { currentHealthy: 2, desiredHealthy: 2 } }),
  ],
  target: web,
  params: {},
  holds: [ready('web', 1)],
  check: async (scene) => {
    const pods = await scene.all('v1', 'Pod', 'web-');
    const stamped = pods.filter(({ metadata }) => RESTARTED_AT in Object(metadata['annotations'] ?? {}));
    const running = stamped.filter(({ metadata }) => metadata['deletionTimestamp'] === undefined);
    return running.length === 1 ? [] : [`${running.length} pods are of the restart`];
  },
  refusals: [
    { when: 'it is paused', target: paused, says: /is paused/ },
    { when: 'no pod is wanted', target: paused, says: /wants no pod/ },
    {
      when: 'a budget wants all pods',
      target: { kind: 'Deployment', name: 'guarded' },
      says: /PodDisruptionBudget guarded wants 2/,
    },
    { when: 'no pod would be left', target: { kind: 'Deployment', name: 'alone' }, says: /no pod of .* would be left/ },
    { when: 'it was restarted just now', says: /was restarted .* ago/, afterwards: true },
  ],
};

export const pause: RepairCase = {
  action: 'rollout.pause',
  objects: [deployment('web'), deployment('paused', { paused: true, replicas: 0 })],
  ready: [ready('web', 1)],
  target: web,
  params: {},
  holds: [fields('apps/v1', 'Deployment', 'web', { spec: { paused: true } })],
  refusals: [
    { when: 'it is paused', target: paused, says: /is paused already/ },
    { when: 'it was paused just now', says: /is paused already/, afterwards: true },
  ],
};

/** Its template was changed while it was paused: resuming rolls it out. */
export const resume: RepairCase = {
  action: 'rollout.resume',
  objects: [deployment('web'), deployment('other', { replicas: 0 })],
  ready: [ready('web', 1)],
  async prepare(scene) {
    const template = { spec: { containers: [{ name: 'web', env: [{ name: 'GENERATION', value: '2' }] }] } };
    await scene.patch(fields('apps/v1', 'Deployment', 'web', { spec: { paused: true, template } }));
    await scene.reaches(fields('apps/v1', 'Deployment', 'web', { status: { observedGeneration: 2 } }));
  },
  target: web,
  params: {},
  holds: [ready('web', 1)],
  check: async (scene) => {
    const live = await scene.read(scene.named('apps/v1', 'Deployment', 'web'));
    return 'paused' in Object(live?.['spec']) ? ['it is paused'] : [];
  },
  refusals: [{ when: 'it is not paused', target: { kind: 'Deployment', name: 'other' }, says: /is not paused/ }],
};
