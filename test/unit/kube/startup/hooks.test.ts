import { expect, test } from 'vitest';
import type { ContainerView } from '../../../../src/kube/containers.ts';
import type { KubeEvent } from '../../../../src/kube/object.ts';
import { hookFailureOf } from '../../../../src/kube/startup/hooks.ts';

const at = (time: string) => `2026-01-10T${time}:00Z`;

function event(reason: string, last: string, count = 3, container = 'web'): KubeEvent {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'e' },
    involvedObject: { fieldPath: `spec.containers{${container}}` },
    reason,
    count,
    firstTimestamp: at('11:00'),
    lastTimestamp: at(last),
  };
}

const ended = (finished: string): ContainerView => ({
  name: 'web',
  role: 'app',
  spec: { name: 'web' },
  status: { name: 'web', lastState: { terminated: { exitCode: 137, finishedAt: at(finished) } } },
  specPath: '',
  statusPath: '',
});

const hook = (events: readonly KubeEvent[], finished = '11:30') => hookFailureOf(events, ended(finished))?.hook;

test('the hook that failed at the last end', () => {
  expect(hook([event('FailedPostStartHook', '11:30')])).toBe('postStart');
  expect(hook([event('FailedPreStopHook', '11:29')])).toBe('preStop');
  expect(hookFailureOf([event('FailedPostStartHook', '11:30')], ended('11:30'))?.since).toBe(at('11:00'));
});

test('none where the container has ended otherwise since', () => {
  expect(hook([event('FailedPostStartHook', '11:20')])).toBeUndefined();
});

test('none of another container, and none that failed once at a stop', () => {
  expect(hook([event('FailedPostStartHook', '11:30', 3, 'proxy')])).toBeUndefined();
  expect(hook([event('FailedPreStopHook', '11:30', 1)])).toBeUndefined();
  expect(hook([event('BackOff', '11:30')])).toBeUndefined();
});
