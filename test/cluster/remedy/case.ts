import type { Outcome } from '../../../src/remedy/journal/record.ts';
import type { Manifest } from '../../support/cluster-api.ts';
import type { Scene } from './scene.ts';

/** The object that an action is asked to repair. */
export interface Target {
  readonly kind: string;
  readonly name: string;
}

type Params = Readonly<Record<string, unknown>>;

/** A false precondition: what is asked for, and what the refusal must say. */
export interface Refusal {
  /** `it is paused`. */
  readonly when: string;
  /** That of the case where absent. */
  readonly target?: Target | ((scene: Scene) => Promise<Target>);
  /** Those of the case where absent. */
  readonly params?: Params;
  readonly says: RegExp;
  /** Asked once the case's own change is made, not before. */
  readonly afterwards?: true;
}

/** One action on a real object: forward, verified, taken back; and refused where it must be. */
export interface RepairCase {
  readonly action: string;
  /** Beside the action, where it is shown on several kinds. */
  readonly on?: string;
  /** Created in this order; the namespace is filled in. */
  readonly objects: readonly Manifest[];
  /** Fields that the objects must have reached before anything is asked. */
  readonly ready?: readonly Manifest[];
  /** What happens after that. */
  prepare?(scene: Scene): Promise<void>;
  readonly target: Target | ((scene: Scene) => Promise<Target>);
  readonly params: Params | ((scene: Scene) => Promise<Params>);
  /** Plays a part of the cluster that is not there, while the plan is applied. */
  meanwhile?(scene: Scene): Promise<void>;
  /** How long verification may take. */
  readonly timeoutMs?: number;
  /** How it ends; `succeeded` where absent. Else it takes itself back. */
  readonly ends?: Outcome;
  /** What the server must hold afterwards: these fields, of these objects. */
  readonly holds?: readonly Manifest[];
  /** What else must be so afterwards. @returns what is wrong */
  check?(scene: Scene, before: Manifest): Promise<readonly string[]>;
  /** By how much `metadata.generation` of what is written grows; 1 where absent, null for a kind that has none. */
  readonly generations?: number | null;
  /** False where the request cannot carry our annotation. */
  readonly isMarked?: false;
  /** What taking it back leads to; `equal` where absent: the backup's object, but for what others keep. */
  readonly back?: 'equal' | 'gone' | 'nothing' | 'recreated' | 'impossible';
  /** What is said to be left where it is `impossible`. */
  readonly leaves?: RegExp;
  /** Takes away what is left of it outside its namespace. */
  cleanUp?(scene: Scene): Promise<void>;
  readonly refusals: readonly Refusal[];
}

/** `rollout-undo-statefulset`: also the end of its namespace's name. */
export function nameOf({ action, on }: RepairCase): string {
  return `${action}${on === undefined ? '' : ` ${on}`}`.toLowerCase().replaceAll(/[. ]/g, '-');
}
