import { describe, expect, test } from 'vitest';
import { replacedPods, surgeOf, unavailableOf } from '../../../../src/remedy/workloads/strategy.ts';
import { daemonSet, deployment, pod, statefulSet } from '../../../support/rollout-stage.ts';

describe('a rolling update', () => {
  test.each([
    [{}, 3, 1, 0],
    [{}, 8, 2, 2],
    [{ strategy: { rollingUpdate: { maxSurge: '50%', maxUnavailable: '50%' } } }, 3, 2, 1],
    [{ strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } }, 3, 0, 1],
    [{ strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 9 } } }, 3, 0, 3],
    [{ strategy: { type: 'Recreate' } }, 3, 0, 3],
  ])('of a Deployment with %o and %d replicas makes %d more, and takes %d away', (spec, replicas, surge, taken) => {
    const of = deployment({ ...spec, replicas });
    expect([surgeOf(of), unavailableOf(of)]).toEqual([surge, taken]);
  });

  test.each([
    [statefulSet(), 0, 1],
    [daemonSet(), 0, 1],
    [daemonSet({ updateStrategy: { rollingUpdate: { maxUnavailable: '50%' } } }), 0, 2],
    [daemonSet({ updateStrategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } }), 1, 0],
  ])('of the others', (of, surge, taken) => {
    expect([surgeOf(of), unavailableOf(of)]).toEqual([surge, taken]);
  });

  test('leaves the pods below a partition, and those that are of the template already', () => {
    const pods = [pod(0), pod(1), pod(2)];
    const set = statefulSet({ updateStrategy: { rollingUpdate: { partition: 2 } } });
    expect(replacedPods(set, pods, () => false).map(({ metadata }) => metadata.name)).toEqual(['web-2']);
    expect(replacedPods(deployment(), pods, (one) => one === pods[0])).toHaveLength(2);
  });
});
