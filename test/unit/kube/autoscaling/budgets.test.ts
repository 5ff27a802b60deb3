import { describe, expect, test } from 'vitest';
import { type Budget, ruleText, standingOf, wantedBy, workloadsOf } from '../../../../src/kube/autoscaling/budgets.ts';
import { viewOf } from '../../../../src/snapshot/snapshot-view.ts';
import { snapshotOf } from '../../../support/fixture.ts';

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
  const owned = (name: string, kind: string, owner: string) => {
    const ownerReferences = [{ apiVersion: 'apps/v1', kind, name: owner, uid: owner, controller: true }];
    return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'shop', ownerReferences }, spec: {} };
  };
  const db = { kind: 'StatefulSet', metadata: { name: 'db', namespace: 'shop', uid: 'db' }, spec: { replicas: 3 } };
  const pods = [
    owned('db-0', 'StatefulSet', 'db'),
    owned('db-1', 'StatefulSet', 'db'),
    owned('queue-1', 'Rollout', 'queue'),
    owned('gone-0', 'StatefulSet', 'gone'),
  ];
  const objects = [{ apiVersion: 'apps/v1', ...db }, ...pods];
  const view = viewOf(snapshotOf({ takenAt: '2026-01-10T12:00:00Z', objects }));
  const workloads = workloadsOf(view.all('Pod'), view);
  expect(workloads.map((workload) => workload.metadata.name)).toEqual(['db']);
  expect(wantedBy(workloads)).toBe(3);
});
