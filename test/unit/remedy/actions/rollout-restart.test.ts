import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../../src/kube/object.ts';
import { rolloutRestart } from '../../../../src/remedy/actions/rollout-restart.ts';
import {
  daemonSet,
  deployment,
  editTexts,
  pod,
  proposed,
  refusals,
  replicaSet,
  statefulSet,
  template,
} from '../../../support/rollout-stage.ts';

const KEY = 'kubectl.kubernetes.io/restartedAt';
const objects = [replicaSet(2, template()), pod(0), pod(1), pod(2)];
const refused = (
  target: KubeObject,
  params: object = {},
  others: readonly KubeObject[] = objects,
  unreadable: readonly string[] = [],
) => refusals(rolloutRestart, target, params, { objects: others, unreadable });
const restartedAt = (when: string) => {
  const made = template();
  return deployment({ template: { ...made, metadata: { ...made.metadata, annotations: { [KEY]: when } } } });
};
const budget = (currentHealthy: number, desiredHealthy: number): KubeObject => {
  const status = { currentHealthy, desiredHealthy, expectedPods: 3 };
  const object = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { selector: { matchLabels: { app: 'web' } } },
    status,
  };
  return object;
};

describe('rollout.restart', () => {
  test('sets the annotation that kubectl sets', async () => {
    const proposal = await proposed(rolloutRestart, deployment(), {}, { objects });
    expect(editTexts(proposal)).toEqual([`spec.template.metadata.annotations.${KEY} = "2026-01-10T12:00:00.000Z"`]);
    expect(proposal).toMatchObject({ risk: 'R3', summary: 'restart Deployment shop/web' });
  });

  test('is approved whatever the time that it writes', async () => {
    const { signature } = await proposed(rolloutRestart, deployment(), {}, { objects });
    expect(signature).toEqual({ does: 'restart', deletes: [] });
  });

  test('needs room for the surge, and replaces all pods', async () => {
    const spec = { containers: [{ name: 'web', resources: { requests: { cpu: '250m' }, limits: { memory: '1Gi' } } }] };
    const pods = [0, 1, 2].map((number) => pod(number, 'uid-rs-2', { spec }));
    const target = deployment({ template: template(spec), strategy: { rollingUpdate: { maxSurge: 2 } } });
    const proposal = await proposed(rolloutRestart, target, {}, { objects: [replicaSet(2, template(spec)), ...pods] });
    expect(proposal.effects).toEqual({
      podsDisrupted: 3,
      demand: { pods: 2, 'requests.cpu': 0.5, 'requests.memory': 2 * 2 ** 30, 'limits.memory': 2 * 2 ** 30 },
      podRequests: { cpu: 0.25, memory: 2 ** 30 },
    });
  });

  test('is refused for a paused Deployment', async () => {
    expect(await refused(deployment({ paused: true }))).toEqual(['rollout-paused']);
  });

  test('is refused where pods are replaced only by hand', async () => {
    const pods = [0, 1, 2].map((number) => pod(number, 'uid-web'));
    expect(await refused(statefulSet({ updateStrategy: { type: 'OnDelete' } }), {}, pods)).toEqual(['on-delete']);
    expect(await refused(daemonSet({ updateStrategy: { type: 'OnDelete' } }), {}, pods)).toEqual(['on-delete']);
  });

  test('is refused in the middle of a rollout', async () => {
    expect(await refused(deployment({}, { replicas: 4, updatedReplicas: 1 }))).toEqual(['rollout-in-progress']);
    expect(await refused(deployment({}, { observedGeneration: 2 }))).toEqual(['rollout-in-progress']);
    const pods = [0, 1, 2].map((number) => pod(number, 'uid-web'));
    expect(await refused(statefulSet({}, { currentRevision: 'web-a' }), {}, pods)).toEqual(['rollout-in-progress']);
    expect(await refused(daemonSet({}, { updatedNumberScheduled: 1 }), {}, pods)).toEqual(['rollout-in-progress']);
  });

  test('is not refused for pods that are not ready: they are what it is for', async () => {
    const ill = [0, 1, 2].map((number) => pod(number, 'uid-rs-2', { ready: false }));
    expect(
      await refused(deployment({}, { readyReplicas: 0, availableReplicas: 0 }), {}, [
        replicaSet(2, template()),
        ...ill,
      ]),
    ).toEqual([]);
  });

  test('is refused without replicas', async () => {
    expect(await refused(deployment({ replicas: 0 }, { replicas: 0, updatedReplicas: 0 }), {}, [])).toEqual([
      'no-replicas',
    ]);
  });

  test('is refused soon after the last restart', async () => {
    expect(await refused(restartedAt('2026-01-10T11:55:00Z'))).toEqual(['restarted-recently']);
    expect(await refused(restartedAt('2026-01-10T11:55:00Z'), { notWithinMinutes: 5 })).toEqual([]);
    expect(await refused(restartedAt('2026-01-10T11:45:00Z'))).toEqual([]);
  });

  test('is refused where no pod would be left', async () => {
    expect(await refused(deployment({ strategy: { type: 'Recreate' } }))).toEqual(['outage']);
    expect(await refused(deployment({ strategy: { type: 'Recreate' } }), { allowOutage: true })).toEqual([]);
    expect(await refused(statefulSet({ replicas: 1 }), {}, [pod(0, 'uid-web')])).toEqual(['outage']);
    expect(await refused(statefulSet(), {}, [pod(0, 'uid-web'), pod(1, 'uid-web'), pod(2, 'uid-web')])).toEqual([]);
  });

  test('is refused where a disruption budget would be broken', async () => {
    const target = deployment({ strategy: { rollingUpdate: { maxUnavailable: 1 } } });
    expect(await refused(target, {}, [...objects, budget(3, 3)])).toEqual(['disruption-budget']);
    expect(await refused(target, {}, [...objects, budget(3, 2)])).toEqual([]);
    expect(await refused(deployment(), {}, [...objects, budget(3, 3)])).toEqual([]);
  });

  test.each([
    ['Pod', 'pods-unreadable'],
    ['ReplicaSet', 'pods-unreadable'],
    ['LimitRange', 'limitranges-unreadable'],
    ['PodDisruptionBudget', 'poddisruptionbudgets-unreadable'],
  ])('is refused where %s cannot be read', async (kind, id) => {
    expect(await refused(deployment(), {}, objects, [kind])).toEqual([id]);
  });

  test('is refused where a pod holds an ordered StatefulSet back, unless it may be deleted', async () => {
    const pods = [pod(0, 'uid-web'), pod(1, 'uid-web'), pod(2, 'uid-web', { ready: false })];
    expect(await refused(statefulSet(), {}, pods)).toEqual(['stuck-pods']);
    expect(await refused(statefulSet({ podManagementPolicy: 'Parallel' }), {}, pods)).toEqual([]);
    const proposal = await proposed(rolloutRestart, statefulSet(), { deleteStuckPods: true }, { objects: pods });
    expect(proposal.writes.map(({ verb }) => verb)).toEqual(['patch', 'delete']);
    expect(proposal.writes[1]).toMatchObject({ before: { metadata: { name: 'web-2' } }, wayBack: 'controller' });
    expect(proposal.signature).toEqual({ does: 'restart', deletes: ['uid-pod-2'] });
  });
});
