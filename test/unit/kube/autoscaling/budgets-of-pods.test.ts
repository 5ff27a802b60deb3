import { describe, expect, test } from 'vitest';
import type { Budget } from '../../../../src/kube/autoscaling/budgets.ts';
import { budgetsAgainst, budgetsByPod } from '../../../../src/kube/autoscaling/budgets-of-pods.ts';
import type { Pod } from '../../../../src/kube/object.ts';
import { viewOf } from '../../../../src/snapshot/snapshot-view.ts';
import { snapshotOf } from '../../../support/fixture.ts';

function budget(name: string, status: Budget['status'] = {}, spec: Budget['spec'] = {}): Budget {
  const selector = { matchLabels: { app: 'web' } };
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace: 'shop' },
    spec: { selector, ...spec },
    status,
  };
}

function pod(name: string, ready: boolean, phase = 'Running'): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', labels: { app: 'web' } },
    spec: { nodeName: 'worker-1' },
    status: { phase, conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
  };
}

describe('the budgets that an eviction is held against', () => {
  test('are those that select the pod, unless it has not started or has ended', () => {
    const objects = [
      budget('one'),
      budget('two'),
      pod('runs', true),
      pod('starts', false, 'Pending'),
      pod('done', false, 'Succeeded'),
    ];
    const byPod = budgetsByPod(viewOf(snapshotOf({ takenAt: '2026-01-10T12:00:00Z', objects })));
    const names = [...byPod].map(([{ metadata }, budgets]) => [metadata.name, budgets.map((one) => one.metadata.name)]);
    expect(names).toEqual([['runs', ['one', 'two']]]);
  });
});

describe('the budgets that do not let a pod go', () => {
  const none = { disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 2 };

  test('are one that allows none, and any two', () => {
    expect(budgetsAgainst(pod('web', true), [budget('one', none)])).toHaveLength(1);
    expect(budgetsAgainst(pod('web', true), [budget('one', { disruptionsAllowed: 1 })])).toEqual([]);
    expect(
      budgetsAgainst(pod('web', true), [
        budget('one', { disruptionsAllowed: 1 }),
        budget('two', { disruptionsAllowed: 1 }),
      ]),
    ).toHaveLength(2);
    expect(budgetsAgainst(pod('web', true), [])).toEqual([]);
  });

  test('spare a pod that is not ready where the others suffice, or always, as they say', () => {
    expect(budgetsAgainst(pod('web', false), [budget('one', none)])).toHaveLength(1);
    expect(budgetsAgainst(pod('web', false), [budget('one', { ...none, currentHealthy: 2 })])).toEqual([]);
    const always = budget('one', none, { unhealthyPodEvictionPolicy: 'AlwaysAllow' });
    expect(budgetsAgainst(pod('web', false), [always])).toEqual([]);
    expect(budgetsAgainst(pod('web', true), [always])).toHaveLength(1);
  });
});
