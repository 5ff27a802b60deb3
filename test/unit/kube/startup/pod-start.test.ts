import { describe, expect, test } from 'vitest';
import type { Pod } from '../../../../src/kube/object.ts';
import { startingContainerOf } from '../../../../src/kube/startup/creating.ts';
import { hasEverStarted, isBeingPrepared, unreadySince } from '../../../../src/kube/startup/pod-start.ts';

type Status = NonNullable<Pod['status']>;

const START = '2026-01-10T11:00:00Z';

function podWith(status: Status, spec: Pod['spec'] = { containers: [{ name: 'web' }] }): Pod {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { nodeName: 'n', ...spec }, status };
}

const waits = (reason: string) => ({ name: 'web', state: { waiting: { reason } } });
const prepared = (status: string) => ({ type: 'PodReadyToStartContainers', status });

describe('isBeingPrepared', () => {
  test('follows the condition', () => {
    expect(isBeingPrepared(podWith({ conditions: [prepared('False')] }))).toBe(true);
    expect(
      isBeingPrepared(podWith({ conditions: [prepared('True')], containerStatuses: [waits('ContainerCreating')] })),
    ).toBe(false);
  });

  test('without it, is true as long as no container was tried', () => {
    expect(isBeingPrepared(podWith({ containerStatuses: [waits('ContainerCreating')] }))).toBe(true);
    expect(isBeingPrepared(podWith({ containerStatuses: [waits('ErrImagePull')] }))).toBe(false);
    expect(isBeingPrepared(podWith({ containerStatuses: [{ ...waits('ContainerCreating'), restartCount: 1 }] }))).toBe(
      false,
    );
  });

  test('is false of a pod without a node', () => {
    expect(isBeingPrepared({ ...podWith({}), spec: {} })).toBe(false);
  });
});

test('hasEverStarted sees init containers too', () => {
  expect(hasEverStarted(podWith({ initContainerStatuses: [{ state: { terminated: { exitCode: 1 } } }] }))).toBe(true);
  expect(hasEverStarted(podWith({ containerStatuses: [waits('ContainerCreating')] }))).toBe(false);
});

test('unreadySince is the transition, else the start', () => {
  const ready = { type: 'Ready', status: 'False', lastTransitionTime: '2026-01-10T11:30:00Z' };
  expect(unreadySince(podWith({ conditions: [ready], startTime: START }))).toBe('2026-01-10T11:30:00Z');
  expect(unreadySince(podWith({ startTime: START }))).toBe(START);
  expect(unreadySince(podWith({}))).toBeNull();
});

describe('startingContainerOf', () => {
  const sidecar: Pod['spec'] = {
    initContainers: [{ name: 'proxy', restartPolicy: 'Always' }],
    containers: [{ name: 'log' }, { name: 'web' }],
  };

  test('names the container whose turn it is', () => {
    const creating = podWith({ startTime: START, containerStatuses: [waits('ContainerCreating')] });
    expect(startingContainerOf(creating)).toMatchObject({
      container: 'web',
      reason: 'ContainerCreating',
      since: START,
    });
    expect(startingContainerOf(podWith({ startTime: START }))?.reason).toBe('ContainerCreating');
  });

  test('goes on after a sidecar that has started', () => {
    const proxy = { name: 'proxy', state: { running: {} } };
    const containerStatuses = [{ name: 'log', state: { running: {} } }, waits('PodInitializing')];
    const withSidecar = (started: boolean) =>
      podWith({ initContainerStatuses: [{ ...proxy, started }], containerStatuses }, sidecar);
    expect(startingContainerOf(withSidecar(true))?.container).toBe('web');
    expect(startingContainerOf(withSidecar(false))).toBeUndefined();
  });

  test('is silent on what failed or ran before', () => {
    expect(startingContainerOf(podWith({ containerStatuses: [waits('ErrImagePull')] }))).toBeUndefined();
    const again = { ...waits('ContainerCreating'), lastState: { terminated: { exitCode: 1 } } };
    expect(startingContainerOf(podWith({ containerStatuses: [again] }))).toBeUndefined();
  });
});
