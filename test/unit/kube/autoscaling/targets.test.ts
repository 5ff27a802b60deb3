import { expect, test } from 'vitest';
import type { Autoscaler } from '../../../../src/kube/autoscaling/autoscalers.ts';
import { autoscalersByTarget, measuresPods } from '../../../../src/kube/autoscaling/targets.ts';
import { viewOf } from '../../../../src/snapshot/snapshot-view.ts';
import { snapshotOf } from '../../../support/fixture.ts';

function autoscaler(name: string, target: string, type: string, metadata: object = {}): Autoscaler {
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: target };
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name, namespace: 'shop', ...metadata },
    spec: { scaleTargetRef, metrics: [{ type }] },
  };
}

test('the autoscalers of a target, but for those that are being deleted', () => {
  const objects = [
    autoscaler('web', 'web', 'Resource'),
    autoscaler('leaving', 'web', 'Resource', { deletionTimestamp: '2026-01-10T11:59:00Z' }),
    autoscaler('api', 'api', 'Resource'),
  ];
  const byTarget = autoscalersByTarget(viewOf(snapshotOf({ takenAt: '2026-01-10T12:00:00Z', objects })));
  const found = byTarget({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'shop' } });
  expect(found.map(({ metadata }) => metadata.name)).toEqual(['web']);
});

test('whether the metrics are read of pods', () => {
  expect(measuresPods(autoscaler('web', 'web', 'Resource'))).toBe(true);
  expect(measuresPods(autoscaler('web', 'web', 'Pods'))).toBe(true);
  expect(measuresPods(autoscaler('web', 'web', 'External'))).toBe(false);
});
