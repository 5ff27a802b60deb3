import type { ObjectRef } from '../../kube/object-ref.ts';
import type { Effects } from '../action.ts';
import type { Breaker } from '../safeguards/breaker.ts';
import type { Concurrency } from '../safeguards/concurrency.ts';
import type { Cooldown } from '../safeguards/cooldown.ts';
import type { QueueSettings } from '../safeguards/queue.ts';
import type { Rate } from '../safeguards/tokens.ts';
import type { Right, Risk, Write } from '../write.ts';
import type {
  CapacityFacts,
  DisruptionBudgetFacts,
  LimitRangeFacts,
  Loss,
  OwnershipFacts,
  ProtectedFacts,
  QuotaFacts,
  TargetFacts,
} from './live-facts.ts';
import type { ApprovalSettings, BlastRadius, Installation, Safeguards } from './settings.ts';

/** What a guard is to judge, or why nobody knows it. */
export type Fact<T> = { readonly known: true; readonly value: T } | { readonly known: false; readonly reason: string };

export interface InstallationFacts {
  /** What the file of the state folder says that stops everything; null where it is not there. */
  readonly pause: { readonly reason: string | null; readonly since: string | null } | null;
  /** The control ConfigMaps: what each says under `paused`, undefined for nothing. */
  readonly controls: readonly { readonly namespace: string; readonly paused: string | undefined }[];
  /** True where the state folder's disk ran full during a run; `resume` clears it. */
  readonly isStorageLow: boolean;
  /** Of the policy; null where a person acts. */
  readonly breaker: Breaker | null;
}

export interface ModeFacts {
  /** Null where a person acts without one. */
  readonly policy: {
    readonly name: string;
    /** Why it is not valid; null where it is. */
    readonly problem: string | null;
    readonly mode: 'Off' | 'Observe' | 'Propose' | 'Approve' | 'Auto';
    readonly suspended: boolean;
  } | null;
  /** Who asks for it now. */
  readonly by: 'policy' | 'person';
  readonly purpose: 'plan' | 'execute';
}

export interface AllowListFacts {
  readonly action: string;
  readonly objects: readonly ObjectRef[];
  /** Whose list it is: `the installation`, `policy web-crash`. */
  readonly lists: readonly { readonly of: string; readonly allow: Installation['allow'] }[];
}

/** Whether the finding or the condition that asks for the change still holds, on a fresh look. */
type ConditionFacts =
  | { readonly state: 'holds' | 'cleared' | 'unknown'; readonly reason: string }
  | { readonly state: 'unconditional' };

export type ScheduleFacts =
  | { readonly state: 'open'; readonly until: Date | null }
  | { readonly state: 'closed'; readonly reason: string; readonly opensAt: Date | null }
  | { readonly state: 'unscheduled' };

export interface BlastRadiusFacts {
  readonly effects: Effects;
  readonly writes: readonly Write[];
  readonly limits: BlastRadius;
  /** Of the policy; null where a person named the target. */
  readonly targets: {
    /** How many it covers. */
    readonly covered: number;
    /** How many are in trouble now. */
    readonly inTrouble: number;
    /** How many are being changed now, this one included. */
    readonly changing: number;
  } | null;
  readonly losses: readonly Loss[];
}

/** A right that is needed, in a namespace; null is the whole cluster. */
export interface NeededRight extends Right {
  readonly namespace: string | null;
  /** Of the one object, where only that is written. */
  readonly name?: string;
}

export type RightsFacts = readonly {
  readonly right: NeededRight;
  readonly answer: 'allowed' | 'denied' | { readonly unknown: string };
}[];

export interface Approval {
  readonly user: string;
  readonly groups: readonly string[];
  readonly at: Date;
  /** Of the plan that the user saw. */
  readonly planHash: string;
  readonly decision: 'approve' | 'reject';
}

export interface ApprovalFacts {
  /** Null where none is needed. */
  readonly settings: ApprovalSettings | null;
  readonly risk: Risk;
  /** The id that the plan is approved by; null while it has none. */
  readonly planId: string | null;
  readonly planHash: string;
  /** Who made the plan. */
  readonly author: string;
  readonly approvals: readonly Approval[];
  readonly now: Date;
}

interface DiskFacts {
  readonly freeBytes: number;
  /** What the backup will probably take. */
  readonly estimateBytes: number;
  readonly floorBytes: number;
  /** Why the backup store cannot be written; null where it can. */
  readonly problem: string | null;
}

export interface DryRunFacts {
  /** What was tried: `Deployment shop/web`. */
  readonly object: ObjectRef;
  /** The first write that the server did not take; null where it took all. */
  readonly refusal: {
    readonly reason: string /** A webhook has side effects. */;
    readonly isUnsupported: boolean;
  } | null;
  readonly settings: Pick<Safeguards, 'dryRun' | 'allowNoDryRun'>;
  readonly purpose: 'plan' | 'execute';
}

export interface TokenFacts {
  readonly rate: Rate;
  readonly onExceeded: QueueSettings['mode'];
  readonly concurrency: Concurrency;
}

/** One for each guard. */
export interface FactShapes {
  readonly installation: InstallationFacts;
  readonly mode: ModeFacts;
  readonly target: TargetFacts;
  readonly protected: ProtectedFacts;
  readonly allowList: AllowListFacts;
  readonly ownership: OwnershipFacts;
  readonly condition: ConditionFacts;
  readonly schedule: ScheduleFacts;
  readonly cooldown: Cooldown;
  readonly blastRadius: BlastRadiusFacts;
  readonly quota: QuotaFacts;
  readonly limitRange: LimitRangeFacts;
  readonly capacity: CapacityFacts;
  readonly disruptionBudget: DisruptionBudgetFacts;
  readonly rights: RightsFacts;
  readonly approval: ApprovalFacts;
  readonly disk: DiskFacts;
  readonly dryRun: DryRunFacts;
  readonly tokens: TokenFacts;
}

/** All that the guards judge. What is absent was never looked at, and refuses like what is not known. */
export type GuardFacts = { readonly [Name in keyof FactShapes]?: Fact<FactShapes[Name]> };

/** A fact that is known. */
export function known<T>(value: T): Fact<T> {
  return { known: true, value };
}

/** A fact that could not be had. */
export function unknown(reason: string): { readonly known: false; readonly reason: string } {
  return { known: false, reason };
}
