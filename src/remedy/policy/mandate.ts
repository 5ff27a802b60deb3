import { quantityValue } from '../../kube/quantities.ts';
import type { Approval } from '../guards/facts.ts';
import { SAFE_DEFAULTS, type Safeguards } from '../guards/settings.ts';
import type { Mandate } from '../plan/guarding.ts';
import { fullName } from './load/load-policies.ts';
import type { Policy } from './load/parse-policies.ts';
import type { PolicySpec } from './schema/spec.ts';

/** What a policy allows, in the words of the guards. */
export function mandateOf(policy: Policy, author: string, approvals: readonly Approval[]): Mandate {
  const { spec, metadata } = policy;
  const name = fullName(policy);
  const isOwn = spec.mode === 'Auto' || spec.mode === 'Approve';
  const actions = [...spec.steps, ...spec.fallback].map(({ action }) => action);
  return {
    mode: { name, problem: null, mode: spec.mode, suspended: spec.suspend },
    by: isOwn ? 'policy' : 'person',
    author,
    safeguards: safeguardsOf(spec),
    allow: [
      {
        of: `policy ${name}`,
        allow: {
          namespaces: metadata.namespace === undefined ? 'all' : [metadata.namespace],
          actions: [...new Set(actions)],
        },
      },
    ],
    approvals,
  };
}

function safeguardsOf({ mode, safeguards, approval, dryRun }: PolicySpec): Safeguards {
  const { cooldown, rate, concurrency, blastRadius, respect, breaker } = safeguards;
  const defaults = SAFE_DEFAULTS.blastRadius;
  return {
    cooldown:
      cooldown === undefined
        ? null
        : {
            perTargetMs: cooldown.perTarget ?? null,
            perPolicyMs: cooldown.perPolicy ?? null,
            afterFailureMs: cooldown.afterFailure ?? null,
            backoff:
              cooldown.backoff === undefined ? null : { factor: cooldown.backoff.factor, maxMs: cooldown.backoff.max },
          },
    rate:
      rate === undefined
        ? null
        : {
            limit: { max: rate.max, windowMs: rate.window },
            onExceeded:
              rate.onExceeded === 'Queue'
                ? { mode: 'Queue', ttlMs: rate.queueTTL, maxLength: rate.maxQueue }
                : { mode: rate.onExceeded },
          },
    concurrency,
    blastRadius: {
      maxTargets: blastRadius.maxTargets ?? defaults.maxTargets,
      maxTargetsPercent: blastRadius.maxTargetsPercent ?? defaults.maxTargetsPercent,
      minHealthyPercent: blastRadius.minHealthyPercent ?? defaults.minHealthyPercent,
      maxPodsDisrupted: blastRadius.maxPodsDisrupted ?? defaults.maxPodsDisrupted,
      maxReplicaFactor: blastRadius.maxReplicaFactor,
      maxReplicas: blastRadius.maxReplicas ?? defaults.maxReplicas,
      maxResourceFactor: blastRadius.maxResourceFactor,
      maxMemory: quantityValue(blastRadius.maxMemory) ?? defaults.maxMemory,
      stormThreshold: blastRadius.stormThreshold,
    },
    respect: { ...respect, capacity: true },
    breaker: { failures: breaker.failures, withinMs: breaker.within, openForMs: breaker.openFor },
    approval:
      mode !== 'Approve'
        ? null
        : {
            minApprovals: approval.minApprovals,
            groups: approval.groups,
            users: approval.users,
            expiresMs: approval.expires,
            autoApproveRiskUpTo: approval.autoApproveRiskUpTo,
          },
    dryRun,
    allowNoDryRun: false,
  };
}
