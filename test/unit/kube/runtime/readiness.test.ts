import { expect, test } from 'vitest';
import type { ContainerStatus, ObjectOf, Pod } from '../../../../src/kube/object.ts';
import { isRolledOutBehind, unreadyOf } from '../../../../src/kube/runtime/readiness.ts';

const NOW = Date.parse('2026-01-10T12:00:00Z');
const READY_FALSE = { type: 'Ready', status: 'False', reason: 'ContainersNotReady' };
const running = (startedAt: string, ready = false): ContainerStatus => ({
  name: 'web',
  ready,
  started: true,
  state: { running: { startedAt } },
});

function pod(status: ContainerStatus, since = '2026-01-10T11:30:00Z', spec: Pod['spec'] = {}): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web' },
    spec: { containers: [{ name: 'web' }], ...spec },
    status: { conditions: [{ ...READY_FALSE, lastTransitionTime: since }], containerStatuses: [status] },
  };
}

test('unreadyOf names the container that is not ready, and since when', () => {
  expect(unreadyOf(pod(running('2026-01-10T11:30:02Z')), NOW)).toMatchObject({
    by: 'container',
    container: { name: 'web' },
    since: '2026-01-10T11:30:00Z',
  });
});

test('unreadyOf is silent while a start may still be under way', () => {
  expect(unreadyOf(pod(running('2026-01-10T11:30:02Z'), '2026-01-10T11:58:30Z'), NOW), 'just unready').toBeUndefined();
  expect(unreadyOf(pod(running('2026-01-10T11:58:30Z')), NOW), 'just started').toBeUndefined();
  const patient = { readinessProbe: { initialDelaySeconds: 300 }, name: 'web' };
  expect(unreadyOf(pod(running('2026-01-10T11:56:00Z'), undefined, { containers: [patient] }), NOW)).toBeUndefined();
  const starting = { ...running('2026-01-10T11:30:02Z'), started: false };
  const slow = { startupProbe: {}, name: 'web' };
  expect(unreadyOf(pod(starting, undefined, { containers: [slow] }), NOW), 'startup probe').toBeUndefined();
});

test('unreadyOf looks at containers that are not ready only', () => {
  const fresh = { ...running('2026-01-10T11:59:00Z', true), name: 'proxy' };
  const one = pod(running('2026-01-10T11:30:02Z'), undefined, { containers: [{ name: 'proxy' }, { name: 'web' }] });
  const status = { ...one.status, containerStatuses: [fresh, running('2026-01-10T11:30:02Z')] };
  expect(unreadyOf({ ...one, status }, NOW)).toMatchObject({ by: 'container', container: { name: 'web' } });
  const waiting = { name: 'proxy', ready: false, state: { waiting: { reason: 'CrashLoopBackOff' } } };
  expect(unreadyOf({ ...one, status: { ...status, containerStatuses: [waiting, fresh] } }, NOW)).toBeUndefined();
});

test('unreadyOf is silent where a container does not run, or all is ready', () => {
  expect(unreadyOf(pod({ name: 'web', ready: false, state: { waiting: {} } }), NOW)).toBeUndefined();
  expect(unreadyOf(pod(running('2026-01-10T11:30:02Z', true)), NOW)).toBeUndefined();
});

test('unreadyOf names the gate that nobody opens', () => {
  const gated = pod(running('2026-01-10T11:30:02Z', true), undefined, {
    containers: [{ name: 'web' }],
    readinessGates: [{ conditionType: 'example.com/a' }, { conditionType: 'example.com/b' }],
  });
  const status = {
    ...gated.status,
    conditions: [
      { ...READY_FALSE, reason: 'ReadinessGatesNotReady', lastTransitionTime: '2026-01-10T11:30:00Z' },
      { type: 'example.com/a', status: 'True' },
    ],
  };
  expect(unreadyOf({ ...gated, status }, NOW)).toMatchObject({ by: 'gate', gate: 'example.com/b' });
});

test('isRolledOutBehind spares a new pod while others serve, not one that lost its readiness', () => {
  const deployment = (progressing: string, available: string): ObjectOf<'Deployment'> => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    status: {
      conditions: [
        { type: 'Progressing', status: 'True', reason: progressing },
        { type: 'Available', status: available },
      ],
    },
  });
  const fresh = pod(running('2026-01-10T11:50:02Z'), '2026-01-10T11:50:00Z');
  const lapsed = pod(running('2026-01-10T11:50:02Z'), '2026-01-10T11:55:00Z');
  expect(isRolledOutBehind(fresh, deployment('ReplicaSetUpdated', 'True'))).toBe(true);
  expect(isRolledOutBehind(lapsed, deployment('ReplicaSetUpdated', 'True'))).toBe(false);
  expect(isRolledOutBehind(fresh, deployment('ReplicaSetUpdated', 'False'))).toBe(false);
  expect(isRolledOutBehind(fresh, deployment('NewReplicaSetAvailable', 'True'))).toBe(false);
});
