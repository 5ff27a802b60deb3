import { expect, test } from 'vitest';
import type { ObjectOf } from '../../../../src/kube/object.ts';
import type { QuotaFacts } from '../../../../src/remedy/guards/live-facts.ts';
import { quota } from '../../../../src/remedy/guards/quota.ts';
import { judge, reasonOf } from './known-facts.ts';

type Quota = ObjectOf<'ResourceQuota'>;

function quotaOf(hard: Record<string, string>, used: Record<string, string>, spec: Quota['spec'] = {}): Quota {
  const metadata = { name: 'compute', namespace: 'shop' };
  return { apiVersion: 'v1', kind: 'ResourceQuota', metadata, spec: { hard, ...spec }, status: { hard, used } };
}

function verdict(object: Quota, demand: QuotaFacts['demand'], pod: QuotaFacts['pod'] = null) {
  return judge(quota, 'quota', { quotas: [object], demand, pod });
}

test('lets pass what fits to the last millicore, and denies more, with the numbers', () => {
  const object = quotaOf({ 'requests.cpu': '4' }, { 'requests.cpu': '3900m' });
  expect(verdict(object, { 'requests.cpu': 0.1 }).allows).toBe(true);
  expect(verdict(object, { 'requests.cpu': 5 })).toMatchObject({
    id: 'QuotaExceeded',
    reason: 'requests.cpu: 5 more needed, and ResourceQuota shop/compute has 100m left (3.9 of 4 used)',
  });
});

test('memory in its own units, and pods', () => {
  const object = quotaOf({ 'limits.memory': '2Gi', pods: '3' }, { 'limits.memory': '1Gi', pods: '3' });
  expect(reasonOf(verdict(object, { 'limits.memory': 2 ** 31, pods: 1 }))).toBe(
    'limits.memory: 2Gi more needed, and ResourceQuota shop/compute has 1Gi left (1Gi of 2Gi used); ' +
      'pods: 1 more needed, and ResourceQuota shop/compute has 0 left (3 of 3 used)',
  );
});

test('knows both names of a resource', () => {
  expect(verdict(quotaOf({ cpu: '1' }, { cpu: '1' }), { 'requests.cpu': 1 }).allows).toBe(false);
  expect(verdict(quotaOf({ 'count/pods': '1' }, { 'count/pods': '1' }), { pods: 1 }).allows).toBe(false);
  expect(
    verdict(quotaOf({ 'count/jobs.batch': '1' }, { 'count/jobs.batch': '1' }), { 'count/jobs.batch': 1 }).allows,
  ).toBe(false);
  expect(verdict(quotaOf({ 'limits.cpu': '1' }, { 'limits.cpu': '1' }), { 'requests.cpu': 1 }).allows).toBe(true);
});

test('asks nothing of a quota where nothing more is needed', () => {
  expect(verdict(quotaOf({ pods: '1' }, { pods: '2' }), { pods: 0 }).allows).toBe(true);
  expect(verdict(quotaOf({ pods: '1' }, { pods: '2' }), { pods: -1 }).allows).toBe(true);
});

test('what a quota does not tell, and a demand that is no number, deny', () => {
  expect(verdict({ ...quotaOf({ pods: '5' }, {}), status: {} }, { pods: 1 })).toMatchObject({ id: 'Unknown' });
  expect(verdict(quotaOf({ pods: '5' }, { pods: '0' }), { pods: Number.NaN }).allows).toBe(false);
});

test('the stricter of spec and status holds', () => {
  const object = quotaOf({ pods: '9' }, { pods: '1' });
  expect(verdict({ ...object, spec: { hard: { pods: '1' } } }, { pods: 1 }).allows).toBe(false);
  expect(verdict({ ...object, status: { hard: { pods: '1' }, used: { pods: '1' } } }, { pods: 1 }).allows).toBe(false);
});

test('a quota of a scope counts only its pods', () => {
  const full = (spec: Quota['spec']) => quotaOf({ pods: '1' }, { pods: '1' }, spec);
  const resources = { requests: { cpu: '1' } };
  const burstable = { containers: [{ name: 'web', resources }] };
  const best = { containers: [{ name: 'web' }] };
  const denies = (spec: Quota['spec'], pod: QuotaFacts['pod']) => !verdict(full(spec), { pods: 1 }, pod).allows;
  expect(denies({ scopes: ['BestEffort'] }, best)).toBe(true);
  expect(denies({ scopes: ['BestEffort'] }, burstable)).toBe(false);
  expect(denies({ scopes: ['NotBestEffort'] }, burstable)).toBe(true);
  expect(denies({ scopes: ['NotBestEffort'] }, best)).toBe(false);
  expect(denies({ scopes: ['Terminating'] }, best)).toBe(false);
  expect(denies({ scopes: ['Terminating'] }, { ...best, activeDeadlineSeconds: 9 })).toBe(true);
  expect(denies({ scopes: ['NotTerminating'] }, best)).toBe(true);
  expect(denies({ scopes: ['SomethingNew'] }, best)).toBe(true);
  expect(denies({ scopes: ['Terminating'] }, null)).toBe(true);
});

test('a quota of priority classes', () => {
  const denies = (operator: string, values: string[], priorityClassName?: string) => {
    const matchExpressions = [{ scopeName: 'PriorityClass', operator, values }];
    const pod = priorityClassName === undefined ? {} : { priorityClassName };
    return !verdict(quotaOf({ pods: '1' }, { pods: '1' }, { scopeSelector: { matchExpressions } }), { pods: 1 }, pod)
      .allows;
  };
  expect(denies('In', ['high'], 'high')).toBe(true);
  expect(denies('In', ['high'], 'low')).toBe(false);
  expect(denies('NotIn', ['high'], 'high')).toBe(false);
  expect(denies('Exists', [], 'high')).toBe(true);
  expect(denies('DoesNotExist', [], 'high')).toBe(false);
  expect(denies('In', ['high'])).toBe(true);
});

test('a policy may not look at quotas', () => {
  const quotas = [quotaOf({ pods: '0' }, { pods: '0' })];
  expect(judge(quota, 'quota', { quotas, demand: { pods: 1 }, respect: false }).allows).toBe(true);
});
