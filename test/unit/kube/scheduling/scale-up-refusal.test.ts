import { expect, test } from 'vitest';
import type { KubeEvent } from '../../../../src/kube/object.ts';
import { scaleUpRefusals } from '../../../../src/kube/scheduling/scale-up-refusal.ts';

const takenAtMs = Date.parse('2026-01-10T12:00:00Z');

function event(reason: string, component: string, message: string, minute = 59): KubeEvent {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'e' },
    involvedObject: { kind: 'Pod', uid: 'p' },
    reason,
    message,
    reportingComponent: component,
    lastTimestamp: `2026-01-10T11:${minute}:00Z`,
  };
}

const said = (...events: readonly KubeEvent[]) => {
  const { autoscaler, text } = scaleUpRefusals({ takenAtMs, all: () => events }).get('p') ?? {};
  return autoscaler === undefined ? undefined : `${autoscaler}: ${text}`;
};

test('the newest refusal counts', () => {
  expect(said(event('NotTriggerScaleUp', 'cluster-autoscaler', 'old', 50), event('FailedScaleUp', '', 'new.\n'))).toBe(
    'cluster-autoscaler: new',
  );
  expect(said(event('FailedScheduling', 'karpenter', 'no pool'))).toBe('karpenter: no pool');
});

test("neither the scheduler's word nor one of long ago", () => {
  expect(
    said(event('FailedScheduling', 'default-scheduler', 'x'), event('FailedScaleUp', '', 'x', 30)),
  ).toBeUndefined();
});
