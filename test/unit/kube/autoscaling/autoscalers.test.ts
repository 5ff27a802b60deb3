import { describe, expect, test } from 'vitest';
import {
  type Autoscaler,
  loadTexts,
  metricName,
  metricsApiFor,
  missingRequests,
  targetOf,
} from '../../../../src/kube/autoscaling/autoscalers.ts';
import type { Pod } from '../../../../src/kube/object.ts';

function autoscaler(spec: Autoscaler['spec'], status: Autoscaler['status'] = {}): Autoscaler {
  const metadata = { name: 'web', namespace: 'shop' };
  return { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata, spec, status };
}

function pod(spec: Pod['spec']): Pod {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web-1' }, spec };
}

test('the kind of a target is known in its own group only', () => {
  const kind = (apiVersion: string, name: string) =>
    targetOf(autoscaler({ scaleTargetRef: { apiVersion, kind: name, name: 'web' } })).kind;
  expect(kind('apps/v1', 'Deployment')).toBe('Deployment');
  expect(kind('extensions/v1beta1', 'Deployment')).toBeUndefined();
  expect(kind('argoproj.io/v1alpha1', 'Rollout')).toBeUndefined();
  expect(kind('apps/v1', 'DaemonSet')).toBeUndefined();
  expect(targetOf(autoscaler(undefined)).ref.name).toBe('');
});

test('names of metrics', () => {
  expect(metricName({ type: 'Resource', resource: { name: 'cpu' } })).toBe('cpu');
  expect(metricName({ containerResource: { name: 'cpu', container: 'proxy' } })).toBe('cpu of container proxy');
  expect(metricName({ external: { metric: { name: 'queue_depth' } } })).toBe('queue_depth');
  expect(metricName({ type: 'Resource' })).toBe('Resource');
});

describe('metricsApiFor', () => {
  const service = (name: string) => ({
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name },
  });

  test('tells the three APIs from one another', () => {
    expect(metricsApiFor('FailedGetResourceMetric', [])?.ref.name).toBe('v1beta1.metrics.k8s.io');
    expect(metricsApiFor('FailedGetContainerResourceMetric', [])?.ref.name).toBe('v1beta1.metrics.k8s.io');
    expect(metricsApiFor('FailedGetPodsMetric', [])?.ref.name).toBe('v1beta1.custom.metrics.k8s.io');
    expect(metricsApiFor('FailedGetExternalMetric', [])?.ref.name).toBe('v1beta1.external.metrics.k8s.io');
    expect(metricsApiFor('ScalingDisabled', [])).toBeUndefined();
  });

  test('takes the version that is registered, and no other API', () => {
    const services = [service('v1beta1.metrics.k8s.io'), service('v1beta2.custom.metrics.k8s.io')];
    expect(metricsApiFor('FailedGetObjectMetric', services)?.ref.name).toBe('v1beta2.custom.metrics.k8s.io');
    expect(metricsApiFor('FailedGetExternalMetric', services)?.registered).toBeUndefined();
  });
});

describe('missingRequests', () => {
  const cpu = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } };
  const app = { name: 'app', resources: { requests: { cpu: '100m' } } };

  test('of containers and sidecars, not of init containers', () => {
    const initContainers = [{ name: 'migrate' }, { name: 'proxy', restartPolicy: 'Always' }];
    const missing = missingRequests(autoscaler({ metrics: [cpu] }), [pod({ containers: [app], initContainers })]);
    expect(missing).toEqual([{ resource: 'cpu', containers: ['proxy'] }]);
  });

  test('of the container that the metric names', () => {
    const target = { type: 'Utilization', averageUtilization: 80 };
    const metric = (container: string) => ({ containerResource: { name: 'cpu', container, target } });
    const pods = [pod({ containers: [app, { name: 'log' }], resources: { requests: { cpu: '1' } } })];
    expect(missingRequests(autoscaler({ metrics: [metric('app')] }), pods)).toEqual([]);
    expect(missingRequests(autoscaler({ metrics: [metric('log')] }), pods)).toEqual([
      { resource: 'cpu', containers: ['log'] },
    ]);
  });

  test('none where the whole pod has a request, and none for other targets', () => {
    const whole = pod({ containers: [{ name: 'app' }], resources: { requests: { cpu: '1' } } });
    expect(missingRequests(autoscaler({ metrics: [cpu] }), [whole])).toEqual([]);
    const average = { type: 'Resource', resource: { name: 'cpu', target: { type: 'AverageValue' } } };
    expect(missingRequests(autoscaler({ metrics: [average] }), [pod({ containers: [{ name: 'app' }] })])).toEqual([]);
  });
});

test('how metrics stand against their targets, as far as both are known', () => {
  const metrics = [
    { resource: { name: 'cpu', target: { averageUtilization: 80 } } },
    { external: { metric: { name: 'queue_depth' }, target: { averageValue: '30' } } },
    { resource: { name: 'memory', target: { averageValue: '200Mi' } } },
  ];
  const currentMetrics = [
    { resource: { name: 'cpu', current: { averageUtilization: 97, averageValue: '97m' } } },
    { external: { metric: { name: 'queue_depth' }, current: { averageValue: '45500m' } } },
    { type: '' },
  ];
  expect(loadTexts(autoscaler({ metrics }, { currentMetrics }))).toEqual([
    'cpu 97% (target 80%)',
    'queue_depth 45.5 (target 30)',
  ]);
});
