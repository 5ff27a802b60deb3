import { describe, expect, it } from 'vitest';
import { podEvict } from '../../../../src/remedy/actions/pod-evict.ts';
import { made, ownedBy, proposed, refusalsOf, type Stage, verified } from '../../../support/consider.ts';

const set = made('ReplicaSet', 'web-1', { apiVersion: 'apps/v1', spec: { replicas: 2 } });
const pod = (name: string, isReady: boolean) =>
  made('Pod', name, {
    metadata: { ...ownedBy(set), labels: { app: 'web' } },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False' }] },
  });
const budget = (name: string, status: object, spec: object = {}, generation = 1) =>
  made('PodDisruptionBudget', name, {
    apiVersion: 'policy/v1',
    metadata: { generation },
    spec: { selector: { matchLabels: { app: 'web' } }, minAvailable: 1, ...spec },
    status: { observedGeneration: 1, ...status },
  });
const open = budget('web', { disruptionsAllowed: 1, currentHealthy: 2, desiredHealthy: 1 });
const shut = { disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 1 };
const broken = { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 1 };
const good: Stage = { target: pod('web-a', true), objects: [set, open], params: {} };

describe('pod.evict', () => {
  it('evicts what the budget lets go', async () => {
    const proposal = await proposed(podEvict, { ...good, params: { graceSeconds: 9 } });
    expect(proposal.writes).toEqual([{ verb: 'evict', before: good.target, graceSeconds: 9 }]);
    expect(proposal.effects.podsDisrupted).toBe(1);
  });

  it.each<readonly [string, Stage]>([
    ['budget-allows-none', { ...good, objects: [set, budget('web', shut)] }],
    ['budget-allows-none', { ...good, target: pod('web-a', false), objects: [set, budget('web', broken)] }],
    ['several-budgets', { ...good, objects: [set, open, budget('other', { disruptionsAllowed: 1 })] }],
    ['budget-not-observed', { ...good, objects: [set, budget('web', { disruptionsAllowed: 1 }, {}, 2)] }],
    ['naked-pod', { ...good, target: made('Pod', 'alone', { status: { phase: 'Running' } }) }],
    ['controller-gone', { ...good, objects: [open] }],
    ['facts-unreadable', { ...good, unreadable: ['PodDisruptionBudget'] }],
    ['kind-not-handled', { target: set }],
  ])('refuses for %s alone', async (id, stage) => {
    expect(await refusalsOf(podEvict, stage)).toEqual([id]);
  });

  it('lets a pod go that is not ready where enough others are, or the budget says so', async () => {
    const sick = pod('web-a', false);
    expect(await refusalsOf(podEvict, { ...good, target: sick, objects: [set, budget('web', shut)] })).toEqual([]);
    const always = budget('web', broken, { unhealthyPodEvictionPolicy: 'AlwaysAllow' });
    expect(await refusalsOf(podEvict, { ...good, target: sick, objects: [set, always] })).toEqual([]);
  });

  it('does not ask budgets of other pods', async () => {
    const other = budget('other', shut, { selector: { matchLabels: { app: 'db' } } });
    expect(await refusalsOf(podEvict, { ...good, objects: [set, other] })).toEqual([]);
  });

  it('is done with a replacement, and waits without', async () => {
    const later = { ...pod('web-c', true).metadata, creationTimestamp: '2026-03-01T12:00:01Z' };
    const standIn = { ...pod('web-c', true), metadata: later };
    expect((await verified(podEvict, { ...good, objects: [set, standIn] }, [null])).state).toBe('done');
    expect((await verified(podEvict, { ...good, objects: [set] }, [null])).state).toBe('waiting');
    expect((await verified(podEvict, { ...good, objects: [] }, [null])).state).toBe('failed');
  });
});
