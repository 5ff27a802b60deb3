import type { Json, JsonObject } from '../base/json.ts';
import type { ObjectRef } from '../kube/object-ref.ts';
import type { Confidence, Severity } from './severity.ts';

/** Where a fact was seen: a field of an object, and its value. */
export interface Evidence {
  readonly object: ObjectRef;
  /** A path like `status.containerStatuses[name=web].state.waiting.reason`. */
  readonly path: string;
  readonly value: Json;
}

/** Names a judgement: which check, about what. */
export interface Judged {
  readonly check: string;
  readonly subject: ObjectRef;
}

/**
 * Why a judgement is no finding of its own.
 *
 * - `same-object`: the same object (and container) has a judgement that is nearer to the cause.
 * - `consequence`: everything that it waits for or is made of has a judgement of its own.
 */
export type FoldRule = 'same-object' | 'consequence';

/** What follows from a finding: another judgement that needs no repair of its own. */
export interface Symptom extends Judged {
  readonly message: string;
  /** The judgement that it follows from directly: the finding, or another of its symptoms. */
  readonly because: { readonly rule: FoldRule; readonly by: Judged };
}

/** One field in which two versions of an object differ. */
export interface Difference {
  /** A path like `spec.template.spec.containers[name=web].image`. */
  readonly path: string;
  /** Null where the field was or is absent. */
  readonly from: Json;
  readonly to: Json;
}

/** The last change of an object before its trouble began: evidence, no proof. */
export interface Change {
  readonly object: ObjectRef;
  /** When, RFC 3339; null where nothing says so. */
  readonly at: string | null;
  /** What changed, as a short text: `revision 4, after 3`. */
  readonly what: string;
  readonly differences: readonly Difference[];
}

/** Another finding that explains a part of this one. */
export interface Cause extends Judged {
  readonly message: string;
  /** The `id` of that finding. */
  readonly id: string;
}

/** A next step. */
export interface Fix {
  /** What to do, as one sentence without a full stop. */
  readonly text: string;
  /** A command that can be pasted into a shell; null where none says it. */
  readonly command: string | null;
}

/** One cause, or one problem that nothing else explains. */
export interface Finding {
  /** Stable fingerprint over check, subject and cause: the same for the same cause in every later report. */
  readonly id: string;
  readonly check: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** When it began, RFC 3339; null where nothing trustworthy says so. */
  readonly since: string | null;
  readonly title: string;
  /** One sentence that names the cause with the real values in it. */
  readonly message: string;
  /** The object to repair: the top owner of what was judged, or the shared cause of several owners. */
  readonly subject: ObjectRef;
  /** The judged objects, where they are not the subject itself. */
  readonly members: readonly ObjectRef[];
  /** The typed data of the check. */
  readonly facts: JsonObject;
  readonly evidence: readonly Evidence[];
  readonly symptoms: readonly Symptom[];
  readonly causes: readonly Cause[];
  /** What was changed before it began; null where nothing is known to have been. */
  readonly change: Change | null;
  readonly fixes: readonly Fix[];
  /** The page that makes it true. */
  readonly docs: string;
}
