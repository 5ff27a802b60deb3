import { expect, test } from 'vitest';
import type { KubeEvent } from '../../../../src/kube/object.ts';
import { podsWithNodeOrdered } from '../../../../src/kube/scheduling/scale-up.ts';

function event(uid: string, reason: string, time: string, kind = 'Pod'): KubeEvent {
  const about = { kind, name: 'web', namespace: 'shop', uid };
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: uid },
    involvedObject: about,
    reason,
    lastTimestamp: `2026-01-10T${time}Z`,
  };
}

const ordered = (...events: KubeEvent[]) => [
  ...podsWithNodeOrdered({ takenAtMs: Date.parse('2026-01-10T12:00:00Z'), all: () => events }),
];

test('a node is on its way while the last word is fresh', () => {
  expect(ordered(event('a', 'TriggeredScaleUp', '11:55:00'), event('b', 'Nominated', '11:59:00'))).toEqual(['a', 'b']);
  expect(ordered(event('a', 'TriggeredScaleUp', '11:45:00'))).toEqual([]);
});

test('the last word counts, in whatever order the events come', () => {
  const up = event('a', 'TriggeredScaleUp', '11:55:00');
  const not = event('a', 'NotTriggerScaleUp', '11:57:00');
  expect(ordered(up, not)).toEqual([]);
  expect(ordered(not, up)).toEqual([]);
  expect(ordered(event('a', 'NotTriggerScaleUp', '11:50:00'), up)).toEqual(['a']);
});

test('other events say nothing', () => {
  expect(ordered(event('a', 'FailedScheduling', '11:59:00'), event('n', 'Nominated', '11:59:00', 'Node'))).toEqual([]);
});
