import { describe, expect, test } from 'vitest';
import type { Autoscaler } from '../../../../src/kube/autoscaling/autoscalers.ts';
import { rivalOf, type VerticalAutoscaler } from '../../../../src/kube/autoscaling/vertical.ts';

const metrics = [
  { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
];
const autoscaler: Autoscaler = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, metrics },
};

function rival(spec: VerticalAutoscaler['spec'], name = 'web') {
  const vertical: VerticalAutoscaler = {
    apiVersion: 'autoscaling.k8s.io/v1',
    kind: 'VerticalPodAutoscaler',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name }, ...spec },
  };
  return rivalOf(autoscaler, { inNamespace: () => [vertical] })?.resources;
}

describe('a VerticalPodAutoscaler of the same target', () => {
  test('changes what the other scales by, unless it says otherwise', () => {
    expect(rival({})).toEqual(['cpu']);
    expect(rival({ updatePolicy: { updateMode: 'InPlaceOrRecreate' } })).toEqual(['cpu']);
    expect(rival({ updatePolicy: { updateMode: 'Off' } })).toBeUndefined();
    expect(rival({ updatePolicy: { updateMode: 'Initial' } })).toBeUndefined();
  });

  test('may leave the resource, or the container, alone', () => {
    const policy = (one: Record<string, string | string[]>) => ({ resourcePolicy: { containerPolicies: [one] } });
    expect(rival(policy({ controlledResources: ['memory'] }))).toBeUndefined();
    expect(rival(policy({ controlledResources: ['cpu'] }))).toEqual(['cpu']);
    expect(rival(policy({ mode: 'Off' }))).toBeUndefined();
  });

  test('is no rival on another target', () => {
    expect(rival({}, 'api')).toBeUndefined();
  });
});
