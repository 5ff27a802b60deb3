import type { KubeObject } from '../../kube/object.ts';
import type { Happening } from '../journal/record.ts';
import type { Plan, PlannedWrite } from '../plan/plan.ts';

/** What a step leaves on disk before anything is sent: all that its way back needs. */
export interface StepBackup {
  /** The step's target as it was. */
  readonly target: KubeObject | null;
  /** With what the dry run predicted, until the real answer is known. */
  readonly writes: readonly PlannedWrite[];
  /** In the order of the writes; null for what is created. */
  readonly before: readonly (KubeObject | null)[];
}

/** One run's place on the disk: nothing returns before it is flushed. */
export interface Keeper {
  readonly runId: string;
  readonly plan: Plan;
  /** What happened in this run so far, in its order; of one that has ended before, since then. */
  happened(): readonly Happening[];
  /** How the run ended before; null where it has not. */
  ended(): Extract<Happening, { type: 'DONE' }> | null;
  /** @throws MekhanikubeError `state-integrity` where it cannot be written: then nothing may be sent */
  record(happening: Happening): Promise<void>;
  /** Stores, reads back and verifies. @returns the manifest's hash */
  backUp(step: string, backup: StepBackup): Promise<string>;
  /** Ids of the findings that were there before the run, for whoever verifies it. */
  keepKnown(ids: readonly string[]): Promise<void>;
  /** None where nobody looked. */
  readKnown(): Promise<ReadonlySet<string>>;
  /** What the server returned for a write, with what it really changed. */
  keepAnswer(step: string, index: number, write: PlannedWrite, object: KubeObject | null): Promise<void>;
  /** @throws MekhanikubeError `state-integrity` where a file is not what was stored */
  readBackup(step: string): Promise<StepBackup>;
  /** The answers that are there, by the write's position. */
  readAnswers(step: string): Promise<ReadonlyMap<number, KubeObject | null>>;
}
