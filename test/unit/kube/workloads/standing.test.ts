import { expect, test } from 'vitest';
import { standingOf } from '../../../../src/kube/workloads/standing.ts';

const of = (kind: string, rest: object = {}, metadata: object = {}) =>
  standingOf({ apiVersion: 'v1', kind, metadata: { name: 'x', ...metadata }, ...rest } as Parameters<
    typeof standingOf
  >[0]);
const condition = (type: string, status: string) => ({
  status: { conditions: [{ type, status, lastTransitionTime: '2026-01-10T11:00:00Z' }] },
});
const since = '2026-01-10T11:00:00Z';

test.each([
  ['a ready pod', of('Pod', condition('Ready', 'True')), { state: 'well', since }],
  ['a pod that is not ready', of('Pod', condition('Ready', 'False')), { state: 'ill' }],
  ['a finished pod', of('Pod', { status: { phase: 'Succeeded' } }), { state: 'over' }],
  ['a failed pod', of('Pod', { status: { phase: 'Failed' } }), { state: 'over' }],
  ['a pod that is being deleted', of('Pod', {}, { deletionTimestamp: since }), { state: 'over' }],
  ['a node', of('Node', condition('Ready', 'Unknown')), { state: 'ill' }],
  ['a bound claim', of('PersistentVolumeClaim', { status: { phase: 'Bound' } }), { state: 'well', since: null }],
  ['a claim that waits', of('PersistentVolumeClaim', { status: { phase: 'Pending' } }), { state: 'ill' }],
  ['a failed volume', of('PersistentVolume', { status: { phase: 'Failed' } }), { state: 'ill' }],
  ['a finished Job', of('Job', condition('Complete', 'True')), { state: 'over' }],
  ['a running Job', of('Job'), { state: 'unknown' }],
  ['an autoscaler', of('HorizontalPodAutoscaler', condition('ScalingActive', 'True')), { state: 'well', since }],
  ['a Deployment scaled to zero', of('Deployment', { spec: { replicas: 0 } }), { state: 'well', since: null }],
  ['a Deployment without pods', of('Deployment', { spec: { replicas: 1 } }), { state: 'ill' }],
  ['a DaemonSet', of('DaemonSet', { status: { numberUnavailable: 1 } }), { state: 'ill' }],
  ['a Service', of('Service'), { state: 'unknown' }],
  ['a namespace that is being deleted', of('Namespace', {}, { deletionTimestamp: since }), { state: 'ill' }],
])('%s', (_about, standing, expected) => {
  expect(standing).toEqual(expected);
});
