import { describe, expect, test } from 'vitest';
import { type ScaledObject, scaledTargetOf, troubleOf } from '../../../../src/kube/autoscaling/scaled-objects.ts';

function scaled(
  conditions: readonly object[],
  annotations: Record<string, string> = {},
  scaleTargetRef: object = { name: 'web' },
) {
  const object: ScaledObject = {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: 'web', namespace: 'shop', annotations },
    spec: { scaleTargetRef: { ...scaleTargetRef } },
    status: { conditions },
  };
  return object;
}

const broken = { type: 'Ready', status: 'False', reason: 'TriggerError', message: 'no' };

describe('trouble of a ScaledObject', () => {
  test('is what Ready or Fallback says, Ready first', () => {
    const fallback = { type: 'Fallback', status: 'True', reason: 'FallbackExists', message: 'falling back' };
    expect(troubleOf(scaled([fallback, broken]))?.condition).toBe('Ready');
    expect(troubleOf(scaled([fallback]))).toEqual({
      condition: 'Fallback',
      reason: 'FallbackExists',
      message: 'falling back',
    });
    expect(troubleOf(scaled([{ type: 'Ready', status: 'Unknown' }]))).toBeUndefined();
  });

  test.each([{ 'autoscaling.keda.sh/paused': 'true' }, { 'autoscaling.keda.sh/paused-replicas': '0' }])(
    'is none while it is paused: %j',
    (annotations) => {
      expect(troubleOf(scaled([broken], annotations))).toBeUndefined();
    },
  );

  test('is not hidden by a pause that was taken back', () => {
    expect(troubleOf(scaled([broken], { 'autoscaling.keda.sh/paused': 'false' }))?.condition).toBe('Ready');
  });
});

test('the target, a Deployment where it does not say', () => {
  expect(scaledTargetOf(scaled([]))).toEqual({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace: 'shop',
    name: 'web',
  });
  expect(scaledTargetOf(scaled([], {}, { kind: 'StatefulSet', name: 'db' })).kind).toBe('StatefulSet');
});
