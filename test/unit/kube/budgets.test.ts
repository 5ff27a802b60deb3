import { describe, expect, test } from 'vitest';
import { type Budget, ruleText, standingOf, wantedBy, workloadsOf } from '../../../src/kube/budgets.ts';
import type { KubeObject, Pod } from '../../../src/kube/object.ts';
import type { Deployment } from '../../../src/kube/workloads.ts';

function budget(spec: Budget['spec'], status: Budget['status'], metadata: object = {}): Budget {
  return { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'web', ...metadata }, spec, status };
}

describe('standingOf', () => {
  const numbers = { disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 1, expectedPods: 2 };

  test('reads the numbers of the controller', () => {
    const standing = standingOf(budget({}, numbers));
    expect(standing).toEqual({ allowed: 0, healthy: 1, required: 1, expected: 2 });
  });

  test('is unknown without pods, where the controller failed, and while it has not seen the spec', () => {
    expect(standingOf(budget({}, undefined))).toBeUndefined();
    expect(standingOf(budget({}, { ...numbers, expectedPods: 0 }))).toBeUndefined();
    const conditions = [{ type: 'DisruptionAllowed', status: 'False', reason: 'SyncFailed' }];
    expect(standingOf(budget({}, { ...numbers, conditions }))).toBeUndefined();
    expect(standingOf(budget({}, { ...numbers, observedGeneration: 1 }, { generation: 2 }))).toBeUndefined();
  });
});

test('the rule in its own words, with the default of one', () => {
  expect(ruleText(budget({ maxUnavailable: 0 }, {}))).toBe('maxUnavailable 0');
  expect(ruleText(budget({ minAvailable: '50%' }, {}))).toBe('minAvailable 50%');
  expect(ruleText(budget({}, {}))).toBe('minAvailable 1');
});

test('what the workloads of these pods want together, each counted once, others left out', () => {
  const web: Deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { replicas: 3 },
  };
  const pod = (name: string): Pod => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'shop' } });
  const topOwner = (object: KubeObject) => {
    const [name = ''] = object.metadata.name.split('-');
    const kind = name === 'queue' ? 'Rollout' : 'Deployment';
    return { apiVersion: 'apps/v1', kind, namespace: 'shop', name };
  };
  const get = (kind: string, _namespace: string | null, name: string) =>
    kind === 'Deployment' && name === 'web' ? { state: 'found', object: web } : { state: 'missing' };
  const view = { topOwner, get } as unknown as Parameters<typeof workloadsOf>[1];
  const workloads = workloadsOf([pod('web-1'), pod('web-2'), pod('queue-1'), pod('gone-1')], view);
  expect(workloads).toEqual([web]);
  expect(wantedBy(workloads)).toBe(3);
});
