import { describe, expect, test } from 'vitest';
import type { PodSpec } from '../../../../src/kube/object.ts';
import {
  effectiveResources,
  podRequestsOf,
  podTotals,
  rolloutDemand,
} from '../../../../src/remedy/workloads/demand.ts';
import { daemonSet, deployment, pod, statefulSet } from '../../../support/rollout-stage.ts';

const cpu = (amount: string): PodSpec => ({ containers: [{ name: 'web', resources: { requests: { cpu: amount } } }] });
const running = (count: number, amount: string) =>
  Array.from({ length: count }, (_, number) => pod(number, 'x', { spec: cpu(amount) }));
const none = () => false;
const surge = (maxSurge: number | string, replicas = 4) =>
  deployment({ replicas, strategy: { rollingUpdate: { maxSurge } } });

describe('what a rollout needs beyond what is there', () => {
  test('the surge, where the template stays as large', () => {
    expect(rolloutDemand(surge(1), cpu('1'), running(4, '1'), none, [])).toEqual({ pods: 1, 'requests.cpu': 1 });
    expect(rolloutDemand(surge('50%'), cpu('1'), running(4, '1'), none, [])).toEqual({ pods: 2, 'requests.cpu': 2 });
  });

  test('all new pods beside the last old one, where it grows', () => {
    expect(rolloutDemand(surge(1), cpu('3'), running(4, '1'), none, [])).toEqual({
      pods: 1,
      'requests.cpu': 4 * 3 + 1 - 4,
    });
  });

  test('the first new pods beside all old ones, where it shrinks', () => {
    expect(rolloutDemand(surge(1), cpu('1'), running(4, '3'), none, [])).toEqual({ pods: 1, 'requests.cpu': 1 });
  });

  test('nothing, where pods go before others come', () => {
    expect(rolloutDemand(statefulSet(), cpu('1'), running(3, '1'), none, [])).toEqual({});
    expect(rolloutDemand(daemonSet(), cpu('1'), running(3, '1'), none, [])).toEqual({});
    expect(rolloutDemand(deployment({ strategy: { type: 'Recreate' } }), cpu('1'), running(3, '1'), none, [])).toEqual(
      {},
    );
  });

  test('the pods that do not exist yet as well', () => {
    expect(rolloutDemand(surge(1), cpu('1'), running(1, '1'), none, [])).toEqual({ pods: 4, 'requests.cpu': 4 });
  });

  test('not what is of that template already', () => {
    const pods = [...running(3, '1'), pod(9, 'x', { spec: cpu('1') }), pod(10, 'x', { spec: cpu('1') })];
    const staying = ({ metadata }: (typeof pods)[number]) => metadata.name === 'web-9';
    expect(rolloutDemand(surge(1), cpu('1'), pods, staying, [])).toEqual({});
  });
});

describe('what a pod takes', () => {
  test('a missing request is the limit', () => {
    const spec: PodSpec = {
      containers: [{ name: 'web', resources: { limits: { cpu: '2', memory: '1Gi' }, requests: { cpu: '1' } } }],
    };
    expect(podTotals(spec, [])).toEqual({
      pods: 1,
      'requests.cpu': 1,
      'requests.memory': 2 ** 30,
      'limits.cpu': 2,
      'limits.memory': 2 ** 30,
    });
  });

  test('sidecars add up, and the largest init container counts', () => {
    const resources = (amount: string) => ({ resources: { requests: { cpu: amount } } });
    const spec: PodSpec = {
      initContainers: [
        { name: 'side', restartPolicy: 'Always', ...resources('500m') },
        { name: 'init', ...resources('4') },
      ],
      containers: [{ name: 'web', ...resources('1') }],
    };
    expect(podRequestsOf(spec, [])).toEqual({ cpu: 4.5 });
  });

  test('a LimitRange fills what is missing, after the container itself', () => {
    const spec = {
      limits: [{ type: 'Container', default: { memory: '2Gi', cpu: '1' }, defaultRequest: { memory: '1Gi' } }],
    };
    const range = { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'x' }, spec };
    expect(effectiveResources({ name: 'web' }, [range])).toEqual({
      limits: { memory: '2Gi', cpu: '1' },
      requests: { memory: '1Gi', cpu: '1' },
    });
    expect(effectiveResources({ name: 'web', resources: { limits: { memory: '4Gi' } } }, [range]).requests).toEqual({
      memory: '4Gi',
      cpu: '1',
    });
  });
});
