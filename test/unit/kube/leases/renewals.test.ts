import { expect, test } from 'vitest';
import { type Lease, newestRenewal, unrenewedMs } from '../../../../src/kube/leases/renewals.ts';

const takenAtMs = Date.parse('2026-01-10T12:00:00Z');

function lease(renewTime?: string): Lease {
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: 'a', namespace: 'kube-node-lease' },
    spec: { ...(renewTime === undefined ? {} : { renewTime }) },
  };
}

function newest(...times: (string | undefined)[]): string | number {
  const leases = times.map((time) => lease(time));
  const ms = newestRenewal({ takenAtMs, all: () => leases });
  return Number.isFinite(ms) ? new Date(ms).toISOString() : ms;
}

test('renewals are held against the newest, and never against a time after the snapshot', () => {
  expect(newest('2026-01-10T11:58:00.123456Z', undefined, '2026-01-10T11:59:00.000000Z')).toBe(
    '2026-01-10T11:59:00.000Z',
  );
  expect(newest('2026-01-10T12:00:07.000000Z')).toBe('2026-01-10T12:00:00.000Z');
  expect(newest(undefined)).toBe(Number.NEGATIVE_INFINITY);
});

test('tells how long a lease was not renewed', () => {
  expect(unrenewedMs(lease('2026-01-10T11:59:15.000000Z'), takenAtMs)).toBe(45_000);
  expect(unrenewedMs(lease('2026-01-10T12:00:15.000000Z'), takenAtMs)).toBe(0);
  expect(unrenewedMs(lease(), takenAtMs)).toBe(0);
  expect(unrenewedMs(lease('soon'), takenAtMs)).toBe(0);
});
