import type { BreakerSettings } from '../safeguards/breaker.ts';
import type { ConcurrencyLimits } from '../safeguards/concurrency.ts';
import type { CooldownSettings } from '../safeguards/cooldown.ts';
import type { QueueSettings } from '../safeguards/queue.ts';
import type { RateLimit } from '../safeguards/tokens.ts';
import type { Risk } from '../write.ts';

/** How much one step may change at most. Null is no bound. */
export interface BlastRadius {
  /** Targets of one policy that may be changed at the same time. */
  readonly maxTargets: number | null;
  /** The same as a share of the targets that the policy covers; one is always within it. */
  readonly maxTargetsPercent: number | null;
  /** The share of a workload's wanted pods that must stay ready; pods that are not ready are no loss. */
  readonly minHealthyPercent: number;
  readonly maxPodsDisrupted: number | null;
  readonly maxReplicaFactor: number | null;
  readonly maxReplicas: number | null;
  readonly maxResourceFactor: number | null;
  /** Bytes that one container may get. */
  readonly maxMemory: number | null;
  /** With more targets than this in trouble at once, the cause is probably shared, and nothing is done. */
  readonly stormThreshold: number | null;
}

/** What else has a say in the objects that are changed. */
export interface Respect {
  readonly pdb: boolean;
  readonly resourceQuota: boolean;
  readonly limitRange: boolean;
  /** Whether some node must have room for a new pod. */
  readonly capacity: boolean;
  /** For KEDA and the vertical autoscaler, too. */
  readonly hpa: 'Skip' | 'Route' | 'Act';
  readonly gitops: 'Skip' | 'Propose' | 'Act';
}

export interface ApprovalSettings {
  readonly minApprovals: number;
  /** Who may approve; with neither groups nor users, everybody but the author. */
  readonly groups: readonly string[];
  readonly users: readonly string[];
  readonly expiresMs: number;
  /** Up to this risk, nobody needs to approve. */
  readonly autoApproveRiskUpTo: Risk | null;
}

/** The limits of a policy, or of a person who acts without one. Null switches a part off. */
export interface Safeguards {
  readonly cooldown: CooldownSettings | null;
  readonly rate: { readonly limit: RateLimit; readonly onExceeded: QueueSettings } | null;
  readonly concurrency: ConcurrencyLimits;
  readonly blastRadius: BlastRadius;
  readonly respect: Respect;
  readonly breaker: BreakerSettings | null;
  readonly approval: ApprovalSettings | null;
  /** `Only` never writes. */
  readonly dryRun: 'None' | 'Server' | 'Only';
  /** Goes on where the server refuses a dry run, because a webhook has side effects. */
  readonly allowNoDryRun: boolean;
}

/** The parts of the built-in protected set. */
export const PROTECTIONS = [
  'system-namespaces',
  'own-namespaces',
  'critical-pods',
  'mirror-pods',
  'control-plane-nodes',
  'custom-resource-definitions',
  'rbac',
  'webhooks',
  'admission-policies',
  'persistent-volumes',
] as const;

export type Protection = (typeof PROTECTIONS)[number];

/** Globs; `all` restricts nothing, and an empty list allows nothing. */
interface AllowList {
  readonly namespaces: 'all' | readonly string[];
  readonly actions: 'all' | readonly string[];
}

/** What whoever installed the tool has set; no policy can widen it. */
export interface Installation {
  /** Where the tool itself lives, and where its control ConfigMap is looked for. */
  readonly ownNamespaces: readonly string[];
  /** Globs of namespaces that are protected beside the built-in ones. */
  readonly protectedNamespaces: readonly string[];
  /** Globs of names of objects. */
  readonly protectedNames: readonly string[];
  /** Parts of the built-in set that may be changed all the same. */
  readonly opened: readonly Protection[];
  readonly allow: AllowList;
}

const HOUR_MS = 3_600_000;
const GIB = 2 ** 30;

/** For what a policy does not say. */
export const SAFE_DEFAULTS: Safeguards = {
  cooldown: {
    perTargetMs: HOUR_MS / 2,
    perPolicyMs: null,
    afterFailureMs: 2 * HOUR_MS,
    backoff: { factor: 2, maxMs: 24 * HOUR_MS },
  },
  rate: {
    limit: { max: 4, windowMs: HOUR_MS },
    onExceeded: { mode: 'Queue', ttlMs: HOUR_MS / 3, maxLength: 20 },
  },
  concurrency: { policy: 1, namespace: 2, cluster: 3 },
  blastRadius: {
    maxTargets: null,
    maxTargetsPercent: 20,
    minHealthyPercent: 60,
    maxPodsDisrupted: 10,
    maxReplicaFactor: 2,
    maxReplicas: 20,
    maxResourceFactor: 2,
    maxMemory: 4 * GIB,
    stormThreshold: 5,
  },
  respect: { pdb: true, resourceQuota: true, limitRange: true, capacity: true, hpa: 'Route', gitops: 'Propose' },
  breaker: { failures: 3, withinMs: 24 * HOUR_MS, openForMs: 6 * HOUR_MS },
  approval: { minApprovals: 1, groups: [], users: [], expiresMs: HOUR_MS, autoApproveRiskUpTo: null },
  dryRun: 'Server',
  allowNoDryRun: false,
};

/** For a person, who has seen the plan: nothing waits, and the bounds only catch a slip of the finger. */
export const BY_HAND: Safeguards = {
  ...SAFE_DEFAULTS,
  cooldown: null,
  rate: null,
  breaker: null,
  approval: null,
  blastRadius: {
    maxTargets: null,
    maxTargetsPercent: null,
    minHealthyPercent: 0,
    maxPodsDisrupted: 100,
    maxReplicaFactor: 10,
    maxReplicas: 100,
    maxResourceFactor: 4,
    maxMemory: 64 * GIB,
    stormThreshold: null,
  },
};

/** Where nobody has set anything: the built-in protected set, and no further limit. */
export const PLAIN_INSTALLATION: Installation = {
  ownNamespaces: [],
  protectedNamespaces: [],
  protectedNames: [],
  opened: [],
  allow: { namespaces: 'all', actions: 'all' },
};
