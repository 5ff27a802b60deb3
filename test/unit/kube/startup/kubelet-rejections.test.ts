import { expect, test } from 'vitest';
import type { Pod } from '../../../../src/kube/object.ts';
import { kubeletRejectionOf } from '../../../../src/kube/startup/kubelet-rejections.ts';

const rejection = (status: Pod['status']) =>
  kubeletRejectionOf({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, status });

test.each([
  ['OutOfephemeral-storage', "Node didn't have enough resource"],
  ['UnexpectedAdmissionError', 'Allocate failed due to no healthy devices present, which is unexpected'],
  ['TopologyAffinityError', 'Resources cannot be allocated with Topology locality'],
  ['AReasonOfLaterYears', 'something new'],
])('%s', (reason, text) => {
  expect(rejection({ phase: 'Failed', reason, message: `Pod was rejected: ${text}.` })).toEqual({ reason, text });
});

test('older kubelets write no prefix', () => {
  expect(
    rejection({ phase: 'Failed', reason: 'SysctlForbidden', message: 'forbidden sysctl: "a" not allowlisted' }),
  ).toEqual({
    reason: 'SysctlForbidden',
    text: 'forbidden sysctl: "a" not allowlisted',
  });
});

test.each([
  { phase: 'Failed', reason: 'Evicted', message: 'Pod was rejected: The node had condition: [DiskPressure].' },
  { phase: 'Failed', reason: 'NodeShutdown', message: 'Pod was rejected as the node is shutting down.' },
  { phase: 'Failed', message: 'Pod was active on the node longer than the specified deadline' },
  { phase: 'Running', reason: 'OutOfcpu' },
])('%o is none', (status) => {
  expect(rejection(status)).toBeUndefined();
});
