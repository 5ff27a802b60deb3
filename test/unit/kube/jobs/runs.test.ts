import { expect, test } from 'vitest';
import { usualRunMs } from '../../../../src/kube/jobs/runs.ts';
import { MINUTE_MS } from '../../../../src/kube/time.ts';

function run(minutes: number, type = 'Complete') {
  const completionTime = new Date(Date.UTC(2026, 0, 9, 8, minutes)).toISOString();
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: `run-${minutes}` },
    status: { startTime: '2026-01-09T08:00:00Z', completionTime, conditions: [{ type, status: 'True' }] },
  };
}

test('the median of the runs that ended well', () => {
  expect(usualRunMs([run(50), run(4), run(6)])).toBe(6 * MINUTE_MS);
});

test('nothing of too few, and failed ones do not count', () => {
  expect(usualRunMs([run(4)])).toBeUndefined();
  expect(usualRunMs([run(4), run(9, 'Failed')])).toBeUndefined();
});
