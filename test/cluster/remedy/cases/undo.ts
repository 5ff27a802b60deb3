import type { RepairCase } from '../case.ts';
import { container, daemonSet, deployment, fields, podSpec, ready, statefulSet } from '../objects.ts';
import type { Scene } from '../scene.ts';

/** An image that nobody has, so that its pods never run. */
const BROKEN = { template: { spec: { containers: [{ name: 'web', image: 'busybox:no-such-tag' }] } } };
const good = { spec: { template: { spec: { containers: [{ name: 'web', image: 'busybox:latest' }] } } } };

async function breakIt(scene: Scene, kind: string, status: Readonly<Record<string, unknown>>): Promise<void> {
  await scene.patch(fields('apps/v1', kind, 'web', { spec: BROKEN }));
  await scene.reaches(fields('apps/v1', kind, 'web', { status: { observedGeneration: 2, ...status } }));
}

export const undoDeployment: RepairCase = {
  action: 'rollout.undo',
  on: 'Deployment',
  objects: [
    deployment('web', { replicas: 2 }),
    deployment('first', { replicas: 0 }),
    deployment('gone', { replicas: 0 }, podSpec({}, container({ envFrom: [{ configMapRef: { name: 'gone' } }] }))),
  ],
  ready: [ready('web', 2)],
  async prepare(scene) {
    await breakIt(scene, 'Deployment', { updatedReplicas: 1, readyReplicas: 2 });
    const without = { spec: { containers: [{ name: 'web', envFrom: null }] } };
    await scene.patch(fields('apps/v1', 'Deployment', 'gone', { spec: { template: without } }));
    await scene.reaches(
      fields('apps/v1', 'Deployment', 'gone', {
        metadata: { name: 'gone', annotations: { 'deployment.kubernetes.io/revision': '2' } },
      }),
    );
  },
  target: { kind: 'Deployment', name: 'web' },
  params: { toRevision: 'lastHealthy' },
  holds: [ready('web', 2), fields('apps/v1', 'Deployment', 'web', good)],
  refusals: [
    {
      when: 'it has no earlier revision',
      target: { kind: 'Deployment', name: 'first' },
      says: /has no earlier revision/,
    },
    { when: 'there is no such revision', params: { toRevision: 9 }, says: /has no revision 9/ },
    {
      when: 'nothing shows that it ever worked',
      target: { kind: 'Deployment', name: 'gone' },
      params: { toRevision: 'previous' },
      says: /nobody can say that it ever worked/,
    },
    {
      when: 'what it needs is gone',
      target: { kind: 'Deployment', name: 'gone' },
      params: { toRevision: 1, requireHealthyHistory: false },
      says: /needs ConfigMap .*gone, which is gone/,
    },
  ],
};

export const undoStatefulSet: RepairCase = {
  action: 'rollout.undo',
  on: 'StatefulSet',
  objects: [
    statefulSet('web', { replicas: 2 }),
    statefulSet('manual', { replicas: 0, updateStrategy: { type: 'OnDelete' } }),
  ],
  ready: [ready('web', 2, 'StatefulSet')],
  async prepare(scene) {
    await breakIt(scene, 'StatefulSet', { updatedReplicas: 1, readyReplicas: 1 });
    await scene.patch(fields('apps/v1', 'StatefulSet', 'manual', { spec: BROKEN }));
    await scene.reaches(fields('apps/v1', 'StatefulSet', 'manual', { status: { observedGeneration: 2 } }));
  },
  target: { kind: 'StatefulSet', name: 'web' },
  params: { toRevision: 'lastHealthy', deleteStuckPods: true },
  holds: [ready('web', 2, 'StatefulSet'), fields('apps/v1', 'StatefulSet', 'web', good)],
  refusals: [
    { when: 'a pod holds it back', params: { toRevision: 'lastHealthy' }, says: /waits for web-1 to become ready/ },
    {
      when: 'its pods are replaced by hand',
      target: { kind: 'StatefulSet', name: 'manual' },
      params: { requireHealthyHistory: false },
      says: /its update strategy is OnDelete/,
    },
  ],
};

export const undoDaemonSet: RepairCase = {
  action: 'rollout.undo',
  on: 'DaemonSet',
  objects: [daemonSet('web'), daemonSet('first')],
  ready: [ready('web', 1, 'DaemonSet'), ready('first', 1, 'DaemonSet')],
  prepare: (scene) => breakIt(scene, 'DaemonSet', { updatedNumberScheduled: 1 }),
  target: { kind: 'DaemonSet', name: 'web' },
  params: { toRevision: 1, requireHealthyHistory: false },
  holds: [ready('web', 1, 'DaemonSet'), fields('apps/v1', 'DaemonSet', 'web', good)],
  refusals: [
    {
      when: 'no earlier revision has a ready pod',
      params: { toRevision: 'lastHealthy' },
      says: /no earlier revision of .* has a ready pod/,
    },
    {
      when: 'it has no earlier revision',
      target: { kind: 'DaemonSet', name: 'first' },
      params: {},
      says: /has no earlier revision/,
    },
  ],
};
