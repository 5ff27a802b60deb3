import type { Kind } from '../../kube/object.ts';
import type { Risk } from '../write.ts';

/** What the rules must know of an action. */
export interface ActionFacts {
  readonly id: string;
  readonly risk: Risk;
  readonly on: readonly Kind[] | 'any';
  /** It changes a number in steps, so that it can be taken back gradually. */
  readonly isScaleType: boolean;
}

/** What policies may refer to; given from outside, since actions and checks are written elsewhere. */
export interface PolicyFacts {
  readonly actions: readonly ActionFacts[];
  /** What is wrong with an action's params; null for nothing. */
  checkParams(action: string, params: unknown): string | null;
  /** Ids of all checks. */
  readonly checks: readonly string[];
}
