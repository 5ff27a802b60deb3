import { describe, expect, test } from 'vitest';
import type { KubeObject, Pod } from '../../../../src/kube/object.ts';
import { podResize } from '../../../../src/remedy/actions/pod-resize.ts';
import { editTexts, pod, proposed, refusals, verified } from '../../../support/rollout-stage.ts';

const BURST = { requests: { memory: '64Mi' }, limits: { memory: '128Mi' } };
type Spec = NonNullable<Pod['spec']>;
type Container = NonNullable<Spec['containers']>[number];
const of = (container: Partial<Container> = {}, rest: Spec = {}) =>
  pod(0, 'uid-rs-2', { spec: { containers: [{ name: 'web', resources: BURST, ...container }], ...rest } });
const more = { limits: { memory: '256Mi' } };

describe('pod.resize', () => {
  test('writes through the subresource', async () => {
    const proposal = await proposed(podResize, of(), more);
    expect(editTexts(proposal)).toEqual(['spec.containers[web].resources.limits.memory = "256Mi"']);
    expect(proposal).toMatchObject({
      risk: 'R2',
      writes: [{ verb: 'patch', subresource: 'resize' }],
      effects: { podsDisrupted: 0, demand: { 'limits.memory': 128 * 2 ** 20 }, resourceFactor: 2 },
      notes: ['it does not outlive this pod: the template of its workload stays as it is'],
    });
  });

  test('takes a sidecar, and no other init container', async () => {
    const side = (restartPolicy?: string) =>
      of(
        {},
        {
          initContainers: [
            { name: 'side', resources: BURST, ...(restartPolicy === undefined ? {} : { restartPolicy }) },
          ],
        },
      );
    const params = { container: 'side', ...more };
    expect(editTexts(await proposed(podResize, side('Always'), params))[0]).toContain('initContainers[side]');
    expect(await refusals(podResize, side(), params)).toEqual(['init-container']);
  });

  test('is refused for a pod that is not running', async () => {
    const pending = { ...of(), status: { phase: 'Pending' } };
    const leaving = { ...of(), metadata: { ...of().metadata, deletionTimestamp: '2026-01-10T11:00:00Z' } };
    expect(await refusals(podResize, pending, more)).toEqual(['not-running']);
    expect(await refusals(podResize, leaving, more)).toEqual(['not-running']);
  });

  test('is refused for a static pod', async () => {
    const mirror = { ...of(), metadata: { ...of().metadata, annotations: { 'kubernetes.io/config.mirror': 'x' } } };
    expect(await refusals(podResize, mirror, more)).toEqual(['static-pod']);
  });

  test('is refused where the pod has resources as a whole', async () => {
    expect(await refusals(podResize, of({}, { resources: { limits: { memory: '1Gi' } } }), more)).toEqual([
      'pod-level-resources',
    ]);
  });

  test('is refused where the container would restart', async () => {
    const policy = (resourceName: string) =>
      of({ resizePolicy: [{ resourceName, restartPolicy: 'RestartContainer' }] });
    expect(await refusals(podResize, policy('memory'), more)).toEqual(['restarts-container']);
    expect(await refusals(podResize, policy('cpu'), more)).toEqual([]);
  });

  test('is refused where the QoS class would change', async () => {
    const fixed = { cpu: '1', memory: '128Mi' };
    const guaranteed = of({ resources: { requests: fixed, limits: fixed } });
    expect(await refusals(podResize, guaranteed, more)).toEqual(['qos-class']);
    expect(await refusals(podResize, guaranteed, { ...more, requests: { memory: '256Mi' } })).toEqual([]);
    expect(await refusals(podResize, of({ resources: {} }), more)).toEqual(['qos-class']);
  });

  test('is refused for what it has, and for requests above limits', async () => {
    expect(await refusals(podResize, of(), { limits: { memory: '128Mi' } })).toEqual(['same-resources']);
    expect(await refusals(podResize, of(), { requests: { memory: '1Gi' } })).toEqual(['request-above-limit']);
    expect(await refusals(podResize, of(), { container: 'db', ...more })).toEqual(['container-missing']);
  });

  test('is refused by a LimitRange, or where none can be read', async () => {
    const metadata = { name: 'x', namespace: 'shop' };
    const range = {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata,
      spec: { limits: [{ type: 'Container', max: { memory: '200Mi' } }] },
    };
    const objects: readonly KubeObject[] = [range];
    expect(await refusals(podResize, of(), more, { objects })).toEqual(['limit-range']);
    expect(await refusals(podResize, of(), more, { unreadable: ['LimitRange'] })).toEqual(['limitranges-unreadable']);
  });

  test('is verified by what the kubelet reports', async () => {
    const wanted = { requests: { memory: '64Mi' }, limits: { memory: '256Mi' } };
    const progress = (
      resources: object,
      conditions: NonNullable<NonNullable<Pod['status']>['conditions']> = [],
      phase = 'Running',
    ) => {
      const containerStatuses = [{ name: 'web', image: '', imageID: '', ready: true, restartCount: 0, resources }];
      const live = { ...of({ resources: wanted }), status: { phase, conditions, containerStatuses } };
      return verified(podResize, of(), more, live);
    };
    expect((await progress(wanted)).state).toBe('done');
    expect((await progress(BURST)).state).toBe('waiting');
    expect((await progress(wanted, [{ type: 'PodResizeInProgress', status: 'True' }])).state).toBe('waiting');
    expect((await progress(BURST, [{ type: 'PodResizePending', status: 'True', reason: 'Deferred' }])).state).toBe(
      'waiting',
    );
    expect((await progress(BURST, [{ type: 'PodResizePending', status: 'True', reason: 'Infeasible' }])).state).toBe(
      'failed',
    );
    expect((await progress(wanted, [], 'Failed')).state).toBe('failed');
    expect((await verified(podResize, of(), more, of())).state).toBe('failed');
    expect((await verified(podResize, of(), more, null)).state).toBe('failed');
  });
});
