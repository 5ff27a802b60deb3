import { describe, expect, test } from 'vitest';
import type { ObjectOf } from '../../../../src/kube/object.ts';
import { hpaAdjust } from '../../../../src/remedy/actions/hpa-adjust.ts';
import { deployment, editTexts, proposed, refusals, template, verified } from '../../../support/rollout-stage.ts';

type Hpa = ObjectOf<'HorizontalPodAutoscaler'>;

function hpa(
  spec: NonNullable<Hpa['spec']> = {},
  status: NonNullable<Hpa['status']> = {},
  metadata: Partial<Hpa['metadata']> = {},
): Hpa {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web', namespace: 'shop', uid: 'uid-hpa', ...metadata },
    spec: {
      minReplicas: 2,
      maxReplicas: 4,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      ...spec,
    },
    status: { currentReplicas: 4, desiredReplicas: 4, ...status },
  };
}
const objects = [
  deployment({
    replicas: 4,
    template: template({ containers: [{ name: 'web', resources: { requests: { cpu: '1' } } }] }),
  }),
];

describe('hpa.adjust', () => {
  test('writes the bounds that change, and needs room for the new maximum', async () => {
    const proposal = await proposed(hpaAdjust, hpa(), { minReplicas: 2, maxReplicas: 8 }, { objects });
    expect(editTexts(proposal)).toEqual(['spec.maxReplicas = 8']);
    expect(proposal).toMatchObject({
      risk: 'R2',
      effects: {
        podsDisrupted: 0,
        replicas: { from: 4, to: 8 },
        demand: { pods: 4, 'requests.cpu': 4 },
        podRequests: { cpu: 1 },
      },
    });
  });

  test('a lower minimum needs nothing', async () => {
    const proposal = await proposed(hpaAdjust, hpa(), { minReplicas: 1 }, { objects });
    expect(editTexts(proposal)).toEqual(['spec.minReplicas = 1']);
    expect(proposal.effects).toEqual({ podsDisrupted: 0, replicas: { from: 2, to: 1 } });
  });

  test('is refused for the bounds that it has', async () => {
    expect(await refusals(hpaAdjust, hpa(), { maxReplicas: 4 }, { objects })).toEqual(['same-bounds']);
  });

  test('is refused for a maximum below the minimum', async () => {
    expect(await refusals(hpaAdjust, hpa({}, { currentReplicas: 1 }), { maxReplicas: 1 }, { objects })).toEqual([
      'bounds-crossed',
    ]);
  });

  test('is refused where it would stop pods', async () => {
    expect(await refusals(hpaAdjust, hpa(), { maxReplicas: 3 }, { objects })).toEqual(['stops-pods']);
    expect(await refusals(hpaAdjust, hpa({}, { currentReplicas: 3 }), { maxReplicas: 3 }, { objects })).toEqual([]);
  });

  test('is refused for one that KEDA makes', async () => {
    const ownerReferences = [{ apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', name: 'web', uid: 'k' }];
    expect(await refusals(hpaAdjust, hpa({}, {}, { ownerReferences }), { maxReplicas: 8 }, { objects })).toEqual([
      'keda-owned',
    ]);
    const labels = { 'scaledobject.keda.sh/name': 'web' };
    expect(await refusals(hpaAdjust, hpa({}, {}, { labels }), { maxReplicas: 8 }, { objects })).toEqual(['keda-owned']);
  });

  test('is refused where what it scales is gone, unknown or cannot be read', async () => {
    expect(await refusals(hpaAdjust, hpa(), { maxReplicas: 8 })).toEqual(['target-missing']);
    const rollout = hpa({ scaleTargetRef: { apiVersion: 'argoproj.io/v1', kind: 'Rollout', name: 'web' } });
    expect(await refusals(hpaAdjust, rollout, { maxReplicas: 8 })).toEqual(['target-unreadable']);
    expect(await refusals(hpaAdjust, hpa(), { maxReplicas: 8 }, { objects, unreadable: ['Deployment'] })).toEqual([
      'target-unreadable',
    ]);
    expect(await refusals(hpaAdjust, hpa(), { maxReplicas: 8 }, { objects, unreadable: ['LimitRange'] })).toEqual([
      'limitranges-unreadable',
    ]);
  });

  test('is done once it works within the new bounds', async () => {
    const conditions = [{ type: 'ScalingLimited', status: 'True', reason: 'TooManyReplicas' }];
    const progress = (spec: object, status: object) =>
      verified(hpaAdjust, hpa(), { maxReplicas: 8 }, hpa(spec, status));
    expect((await progress({ maxReplicas: 8 }, { desiredReplicas: 6 })).state).toBe('done');
    expect((await progress({ maxReplicas: 8 }, { desiredReplicas: 4 })).state).toBe('done');
    expect((await progress({ maxReplicas: 8 }, { desiredReplicas: 4, conditions })).state).toBe('waiting');
    expect((await progress({ maxReplicas: 8 }, { desiredReplicas: 8, conditions })).state).toBe('done');
    expect((await progress({ maxReplicas: 8 }, { desiredReplicas: 1 })).state).toBe('waiting');
    expect((await progress({ maxReplicas: 5 }, {})).state).toBe('failed');
  });
});
