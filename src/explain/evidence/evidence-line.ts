import type { ObjectRef } from '../../kube/object-ref.ts';

/**
 * Where a line comes from, and so how far it is trusted:
 *
 * - `statement`: a sentence of ours with values of the cluster in it.
 * - `field`: a field of the API and its value.
 * - `event`, `log`: free text that anybody in the cluster can write.
 */
export type Origin = 'statement' | 'field' | 'event' | 'log';

/** One numbered line of what a model is told, and of what its words are held against. */
export interface EvidenceLine {
  /** `E1`, `E2` and so on. */
  readonly id: string;
  readonly origin: Origin;
  /** The object that it is about. */
  readonly object: ObjectRef;
  /** One line of at most 400 characters, without control characters. */
  readonly text: string;
  /**
   * Parts of a statement or field that somebody else wrote: the message of a container, event, condition or answer of
   * the API. They are trusted no more than an event is.
   */
  readonly foreign?: readonly string[];
}

/** What a model's words may rest on. */
export interface Material {
  readonly lines: readonly EvidenceLine[];
  /** The objects that may be named. */
  readonly objects: readonly ObjectRef[];
  /** Our own words about this problem, without a value of the cluster: the check's title and prose, the texts of fixes. */
  readonly ownWords: string;
}
