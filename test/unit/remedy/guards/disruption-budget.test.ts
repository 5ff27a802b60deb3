import { expect, test } from 'vitest';
import type { Budget } from '../../../../src/kube/autoscaling/budgets.ts';
import type { Pod } from '../../../../src/kube/object.ts';
import { disruptionBudget } from '../../../../src/remedy/guards/disruption-budget.ts';
import { judge, pod, reasonOf, withMetadata } from './known-facts.ts';

function budget(disruptionsAllowed: number, more: Partial<Budget> = {}): Budget {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'web', namespace: 'shop', generation: 1 },
    spec: { minAvailable: 2, selector: { matchLabels: { app: 'web' } } },
    status: { disruptionsAllowed, currentHealthy: 3, desiredHealthy: 2, expectedPods: 3, observedGeneration: 1 },
    ...more,
  };
}

const unready = (name: string): Pod => pod(name, { status: { phase: 'Running', conditions: [] } });

function verdict(budgets: readonly Budget[], by: 'evict' | 'delete', ...pods: readonly Pod[]) {
  return judge(disruptionBudget, 'disruptionBudget', { budgets, pods: pods.map((one) => ({ pod: one, by })) });
}

test('a budget with room lets pass; one without does not', () => {
  expect(verdict([budget(1)], 'evict', pod('a')).allows).toBe(true);
  expect(reasonOf(verdict([budget(0)], 'evict', pod('a')))).toBe(
    'PodDisruptionBudget shop/web (minAvailable 2) allows 0 of 1 disruption: 3 pods are healthy, 2 must be',
  );
});

test('evictions wait for their turn; deletions do not', () => {
  expect(verdict([budget(1)], 'evict', pod('a'), pod('b')).allows).toBe(true);
  expect(verdict([budget(1)], 'delete', pod('a'), pod('b')).allows).toBe(false);
  expect(verdict([budget(2)], 'delete', pod('a'), pod('b')).allows).toBe(true);
});

test('budgets of other pods and other namespaces have no say', () => {
  expect(verdict([budget(0)], 'evict', withMetadata(pod('a'), { labels: { app: 'db' } })).allows).toBe(true);
  expect(verdict([budget(0)], 'evict', withMetadata(pod('a'), { namespace: 'blog' })).allows).toBe(true);
});

test('pods that are over, or not running yet, are no disruption', () => {
  for (const phase of ['Succeeded', 'Failed', 'Pending']) {
    expect(verdict([budget(0)], 'evict', pod('a', { status: { phase } })).allows).toBe(true);
  }
});

test('a pod that is not ready is free only where the budget holds or says so', () => {
  expect(verdict([budget(0)], 'evict', unready('a')).allows).toBe(true);
  const short = { disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 2, expectedPods: 3, observedGeneration: 1 };
  expect(verdict([budget(0, { status: short })], 'evict', unready('a')).allows).toBe(false);
  const always = { ...budget(0).spec, unhealthyPodEvictionPolicy: 'AlwaysAllow' };
  expect(verdict([budget(0, { status: short, spec: always })], 'evict', unready('a')).allows).toBe(true);
});

test('a budget that its controller has not seen denies', () => {
  const metadata = { name: 'web', namespace: 'shop', generation: 2 };
  expect(verdict([budget(5, { metadata })], 'evict', pod('a'))).toMatchObject({ id: 'Unknown' });
});

test('several budgets on one pod stop an eviction, and no deletion', () => {
  const two = [budget(1), withMetadata(budget(1), { name: 'other' })];
  expect(reasonOf(verdict(two, 'evict', pod('a')))).toContain('has several PodDisruptionBudgets (web, other)');
  expect(verdict(two, 'delete', pod('a')).allows).toBe(true);
});

test('says that a rollout asks no budget', () => {
  expect(judge(disruptionBudget, 'disruptionBudget', { unasked: 3 })).toEqual({
    allows: true,
    note: '3 pods would be stopped without asking a PodDisruptionBudget: rollouts and scaling consult none',
  });
});

test('a policy may not look at budgets', () => {
  const pods = [{ pod: pod('a'), by: 'evict' as const }];
  expect(judge(disruptionBudget, 'disruptionBudget', { budgets: [budget(0)], pods, respect: false }).allows).toBe(true);
});
