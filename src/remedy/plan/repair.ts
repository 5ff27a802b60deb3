import type { Writer } from '../../cluster/write/writer.ts';
import type { Finding } from '../../findings/finding.ts';
import type { KubeObject } from '../../kube/object.ts';
import type { ObjectRef } from '../../kube/object-ref.ts';
import type { Action, Proposal } from '../action.ts';
import type { Reader } from '../live/reader.ts';
import type { Judgement, PlannedWrite, Proof } from './plan.ts';

/** Time, as a parameter. */
export interface Clock {
  now(): Date;
  /** In milliseconds, never going back. */
  monotonicMs(): number;
  /** @throws the reason of the signal that ends everything */
  sleep(ms: number): Promise<void>;
}

/** One action on one object, as it was asked for: by a person, a policy, or the table of candidates. */
export interface WantedStep {
  readonly id: string;
  readonly action: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly target: ObjectRef;
  readonly timeoutMs: number;
  readonly onFailure: 'Rollback' | 'Continue' | 'Stop' | 'Escalate';
  readonly proof: Proof;
}

/** What the guards are asked about. */
export interface Subject {
  readonly wanted: WantedStep;
  readonly action: Action;
  readonly target: KubeObject;
  readonly proposal: Extract<Proposal, { state: 'proposed' }>;
  readonly finding: Finding | null;
  /** The first one that the server did not take in its dry run; null where it took all. */
  readonly dryRunRefusal: { readonly reason: string; readonly isUnsupported: boolean } | null;
  readonly writes: readonly PlannedWrite[];
  /** The hash of the plan that is executed, and the target's uid in it; null while it is being planned. */
  readonly planHash: string | null;
  readonly plannedUid: string | null;
}

/** A fresh look at namespaces, as `analyze` has it. */
export interface FreshLook {
  readonly findings: readonly Finding[];
  /** Checks that could not be judged, as a part could not be read: their silence proves nothing. */
  readonly unjudged: readonly string[];
}

/** What planning and executing need of the world. */
export interface Repair {
  readonly actions: ReadonlyMap<string, Action>;
  readonly reader: Reader;
  readonly writer: Writer;
  readonly clock: Clock;
  /** All guards in their order, each with what it says. */
  judge(subject: Subject): Promise<readonly Judgement[]>;
  /** @param namespaces null for the whole cluster */
  look(namespaces: readonly string[] | null): Promise<FreshLook>;
}
