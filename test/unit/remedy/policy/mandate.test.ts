import { expect, test } from 'vitest';
import { BY_HAND, SAFE_DEFAULTS } from '../../../../src/remedy/guards/settings.ts';
import { mandateOf } from '../../../../src/remedy/policy/mandate.ts';
import { policy } from './sample.ts';

/** What mode Auto does not do without. */
const LIMITS = { cooldown: { perTarget: '30m' }, rate: { window: '1h', max: 4 } };

const mandate = (spec: Record<string, unknown> = {}, parts: Record<string, unknown> = {}) =>
  mandateOf(policy(spec, parts), 'ann', []);

test('a policy that says nothing more gives the safe defaults of the guards', () => {
  const { blastRadius, respect } = mandate().safeguards;
  expect(blastRadius).toEqual(SAFE_DEFAULTS.blastRadius);
  expect(respect).toEqual(SAFE_DEFAULTS.respect);
  expect(mandate().safeguards.allowNoDryRun).toBe(false);
  expect(blastRadius).not.toEqual(BY_HAND.blastRadius);
});

test.each([
  ['Off', 'person'],
  ['Observe', 'person'],
  ['Propose', 'person'],
  ['Approve', 'policy'],
  ['Auto', 'policy'],
])('mode %s is on behalf of a %s', (mode, by) => {
  expect(mandate({ mode, safeguards: LIMITS })).toMatchObject({
    by,
    author: 'ann',
    mode: { mode, suspended: false, problem: null },
  });
});

test('a suspended policy says so', () => {
  expect(mandate({ mode: 'Auto', suspend: true, safeguards: LIMITS }).mode).toMatchObject({ suspended: true });
});

test('only its own steps are allowed, and only in its own namespace', () => {
  const steps = [
    { id: 'undo', action: 'rollout.undo' },
    { id: 'again', action: 'rollout.undo' },
  ];
  const fallback = [{ id: 'tell', action: 'notify' }];
  expect(mandate({ steps, fallback }).allow).toEqual([
    { of: 'policy web', allow: { namespaces: 'all', actions: ['rollout.undo', 'notify'] } },
  ]);
  const own = mandate({}, { metadata: { name: 'web', namespace: 'shop' } });
  expect(own.allow).toMatchObject([{ allow: { namespaces: ['shop'] } }]);
});

test('an approval is asked for in mode Approve and in no other', () => {
  expect(mandate({ mode: 'Auto', safeguards: LIMITS }).safeguards.approval).toBeNull();
  expect(
    mandate({ mode: 'Approve', approval: { minApprovals: 2, groups: ['sre'], expires: '2h' } }).safeguards.approval,
  ).toEqual({
    minApprovals: 2,
    groups: ['sre'],
    users: [],
    expiresMs: 7_200_000,
    autoApproveRiskUpTo: 'R0',
  });
});

test('every safeguard arrives with its own number', () => {
  const { safeguards } = mandate({
    mode: 'Auto',
    dryRun: 'Only',
    safeguards: {
      cooldown: { perTarget: '1m', perPolicy: '2m', afterFailure: '3m', backoff: { factor: 4, max: '5m' } },
      rate: { window: '6m', max: 7, onExceeded: 'Queue', queueTTL: '8m', maxQueue: 9 },
      concurrency: { policy: 10, namespace: 11, cluster: 12 },
      blastRadius: {
        maxTargets: 13,
        maxTargetsPercent: 14,
        minHealthyPercent: 15,
        maxPodsDisrupted: 16,
        maxReplicaFactor: 1.7,
        maxReplicas: 18,
        maxResourceFactor: 1.9,
        maxMemory: '20Mi',
        stormThreshold: 21,
      },
      respect: { pdb: false, hpa: 'Act', gitops: 'Act' },
      breaker: { failures: 22, within: '23m', openFor: '24m' },
    },
  });
  expect(safeguards).toMatchObject({
    cooldown: {
      perTargetMs: 60_000,
      perPolicyMs: 120_000,
      afterFailureMs: 180_000,
      backoff: { factor: 4, maxMs: 300_000 },
    },
    rate: { limit: { max: 7, windowMs: 360_000 }, onExceeded: { mode: 'Queue', ttlMs: 480_000, maxLength: 9 } },
    concurrency: { policy: 10, namespace: 11, cluster: 12 },
    blastRadius: {
      maxTargets: 13,
      maxTargetsPercent: 14,
      minHealthyPercent: 15,
      maxPodsDisrupted: 16,
      maxReplicaFactor: 1.7,
      maxReplicas: 18,
      maxResourceFactor: 1.9,
      maxMemory: 20 * 2 ** 20,
      stormThreshold: 21,
    },
    respect: { pdb: false, hpa: 'Act', gitops: 'Act', capacity: true },
    breaker: { failures: 22, withinMs: 23 * 60_000, openForMs: 24 * 60_000 },
    dryRun: 'Only',
  });
});

test('what a cooldown does not say is no limit', () => {
  const { cooldown, rate } = mandate({ mode: 'Propose', safeguards: { cooldown: { perTarget: '1m' } } }).safeguards;
  expect(cooldown).toEqual({ perTargetMs: 60_000, perPolicyMs: null, afterFailureMs: null, backoff: null });
  expect(rate).toBeNull();
});
