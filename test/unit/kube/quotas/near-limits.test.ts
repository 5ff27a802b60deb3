import { describe, expect, test } from 'vitest';
import type { ObjectOf } from '../../../../src/kube/object.ts';
import { nearLimits, refusedSurge } from '../../../../src/kube/quotas/near-limits.ts';

const quota = (used: Record<string, string>, hard: Record<string, string>): ObjectOf<'ResourceQuota'> => ({
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'q' },
  status: { used, hard },
});

describe('nearLimits', () => {
  test.each([
    ['1800m', '2', 'requests.cpu', true],
    ['1799m', '2', 'requests.cpu', false],
    ['9', '10', 'pods', true],
    ['4', '4', 'pods', false],
    ['900Mi', '1Gi', 'requests.memory', false],
    ['1Gi', '1Gi', 'requests.memory', true],
    ['0', '0', 'services.nodeports', false],
    ['x', '10', 'pods', false],
  ])('%s of %s %s: %s', (used, hard, resource, near) => {
    expect(nearLimits(quota({ [resource]: used }, { [resource]: hard })).length === 1).toBe(near);
  });
});

describe('refusedSurge', () => {
  const deployment = (strategy: object, replicas = 4): ObjectOf<'Deployment'> =>
    JSON.parse(
      JSON.stringify({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'web' },
        spec: {
          replicas,
          strategy,
          template: { spec: { containers: [{ name: 'a', resources: { requests: { cpu: '500m' } } }] } },
        },
      }),
    );
  const tight = quota({ 'requests.cpu': '9600m' }, { 'requests.cpu': '10' });
  const rolling = (maxSurge: number | string, maxUnavailable: number | string) => ({
    type: 'RollingUpdate',
    rollingUpdate: { maxSurge, maxUnavailable },
  });

  test.each<[string, object, string | null]>([
    ['a pod more first', rolling(1, 0), 'web'],
    ['a share that rounds up to one', rolling('10%', '10%'), 'web'],
    ['one may be missing', rolling(1, 1), null],
    ['a share of which one may be missing', rolling('25%', '25%'), null],
    ['all at once', { type: 'Recreate' }, null],
  ])('%s', (_name, strategy, refused) => {
    expect(refusedSurge(tight, [deployment(strategy)])).toBe(refused);
  });

  test('nothing is said where there is room, no pod, or a quota for some pods only', () => {
    const roomy = quota({ 'requests.cpu': '9500m' }, { 'requests.cpu': '10' });
    expect(refusedSurge(roomy, [deployment(rolling(1, 0))])).toBeNull();
    expect(refusedSurge(tight, [deployment(rolling(1, 0), 0)])).toBeNull();
    expect(refusedSurge({ ...tight, spec: { scopes: ['BestEffort'] } }, [deployment(rolling(1, 0))])).toBeNull();
  });
});
