import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../../src/kube/object.ts';
import { scale } from '../../../../src/remedy/actions/scale.ts';
import {
  deployment,
  editTexts,
  pod,
  proposed,
  refusals,
  replicaSet,
  statefulSet,
  template,
  verified,
  waitingFor,
} from '../../../support/rollout-stage.ts';

const aimed = (apiVersion: string, kind: string, spec: object): KubeObject => {
  const object = { apiVersion, kind, metadata: { name: 'web', namespace: 'shop' }, spec };
  return object;
};
const hpa = aimed('autoscaling/v2', 'HorizontalPodAutoscaler', {
  scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
});
const claims = {
  volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { resources: { requests: { storage: '5Gi' } } } }],
};

describe('scale', () => {
  test('writes the number into the workload itself', async () => {
    const target = deployment({
      template: template({ containers: [{ name: 'web', resources: { requests: { cpu: '500m' } } }] }),
    });
    const proposal = await proposed(scale, target, { replicas: 5 });
    expect(editTexts(proposal)).toEqual(['spec.replicas = 5']);
    expect(proposal).toMatchObject({
      summary: 'set replicas of Deployment shop/web from 3 to 5',
      risk: 'R2',
      effects: {
        podsDisrupted: 0,
        replicas: { from: 3, to: 5 },
        demand: { pods: 2, 'requests.cpu': 1 },
        podRequests: { cpu: 0.5 },
      },
    });
  });

  test.each([
    [{ delta: 2 }, 5],
    [{ delta: -1 }, 2],
    [{ factor: 1.5 }, 5],
    [{ factor: 3, max: 6 }, 6],
    [{ delta: -2, min: 2 }, 2],
  ])('%o of 3 is %d', async (params, wanted) => {
    expect((await proposed(scale, deployment(), params)).effects.replicas).toEqual({ from: 3, to: wanted });
  });

  test('down stops pods, and needs no room', async () => {
    const proposal = await proposed(scale, deployment(), { replicas: 1 });
    expect(proposal.risk).toBe('R3');
    expect(proposal.effects).toEqual({ podsDisrupted: 2, replicas: { from: 3, to: 1 } });
  });

  test('up of a StatefulSet needs claims', async () => {
    const { effects } = await proposed(scale, statefulSet(claims), { delta: 2 });
    expect(effects.demand).toEqual({ pods: 2, persistentvolumeclaims: 2, 'requests.storage': 10 * 2 ** 30 });
  });

  test('defaults of a LimitRange count', async () => {
    const limits = [{ type: 'Container', default: { memory: '2Gi' }, defaultRequest: { memory: '1Gi' } }];
    const range = aimed('v1', 'LimitRange', { limits });
    const { effects } = await proposed(scale, deployment(), { delta: 1 }, { objects: [range] });
    expect(effects.demand).toEqual({ pods: 1, 'requests.memory': 2 ** 30, 'limits.memory': 2 ** 31 });
  });

  test('is refused for the number that it has', async () => {
    expect(await refusals(scale, deployment(), { replicas: 3 })).toEqual(['same-replicas']);
  });

  test('is refused down to none, unless that is allowed', async () => {
    expect(await refusals(scale, deployment(), { replicas: 0 })).toEqual(['scale-to-zero']);
    expect(await refusals(scale, deployment(), { delta: -9 })).toEqual(['scale-to-zero']);
    expect(await refusals(scale, deployment(), { replicas: 0, allowZero: true })).toEqual([]);
  });

  test('is refused where data would be out of reach, unless that is allowed', async () => {
    expect(await refusals(scale, statefulSet(claims), { delta: -1 })).toEqual(['claims']);
    expect(await refusals(scale, statefulSet(claims), { delta: -1, allowClaims: true })).toEqual([]);
    expect(await refusals(scale, statefulSet(), { delta: -1 })).toEqual([]);
  });

  test('is refused where somebody else decides how many', async () => {
    const keda = aimed('keda.sh/v1alpha1', 'ScaledObject', { scaleTargetRef: { name: 'web' } });
    expect(await refusals(scale, deployment(), { delta: 1 }, { objects: [hpa] })).toEqual(['autoscaled']);
    expect(await refusals(scale, deployment(), { delta: 1 }, { objects: [keda] })).toEqual(['autoscaled']);
    expect(await refusals(scale, statefulSet(), { delta: 1 }, { objects: [hpa, keda] })).toEqual([]);
  });

  test.each([
    ['HorizontalPodAutoscaler', 'autoscalers-unreadable'],
    ['ScaledObject', 'autoscalers-unreadable'],
    ['LimitRange', 'limitranges-unreadable'],
  ])('is refused where %s cannot be read', async (kind, id) => {
    expect(await refusals(scale, deployment(), { delta: 1 }, { unreadable: [kind] })).toEqual([id]);
  });

  test.each([
    {},
    { replicas: 1, delta: 1 },
    { replicas: -1 },
    { replicas: 2, min: 4, max: 3 },
    { replicas: 2, other: 1 },
  ])('does not take %o', async (params) => {
    await expect(refusals(scale, deployment(), params)).rejects.toThrow('params of scale');
  });

  test('is done once exactly the wanted pods are ready', async () => {
    const objects = [replicaSet(2, template()), pod(0)];
    const progress = (status: object) =>
      verified(scale, deployment(), { replicas: 5 }, deployment({ replicas: 5 }, status), { objects });
    expect((await progress({ replicas: 5, readyReplicas: 5 })).state).toBe('done');
    expect((await progress({ replicas: 6, readyReplicas: 5 })).state).toBe('waiting');
    expect((await progress({ replicas: 5, readyReplicas: 4 })).state).toBe('waiting');
    expect((await progress({ replicas: 5, readyReplicas: 5, observedGeneration: 2 })).state).toBe('waiting');
  });

  test('has failed where the pods cannot be made, or do not start', async () => {
    const conditions = [
      { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'exceeded quota: compute' },
    ];
    const before = deployment();
    const stopped = deployment({ replicas: 5 }, { conditions });
    expect(await verified(scale, before, { replicas: 5 }, stopped)).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('exceeded quota: compute'),
    });
    const objects = [
      replicaSet(2, template()),
      pod(3, 'uid-rs-2', { ready: false, status: waitingFor('ImagePullBackOff') }),
    ];
    expect(await verified(scale, before, { replicas: 5 }, deployment({ replicas: 5 }), { objects })).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('container web of Pod shop/web-3 is in ImagePullBackOff'),
    });
  });
});
