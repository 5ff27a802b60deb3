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

/** What follows from a finding: another judgement that needs no repair of its own. */
export interface Symptom {
  readonly check: string;
  readonly subject: ObjectRef;
  readonly message: string;
}

/** Another finding that explains a part of this one. */
export interface Cause extends Symptom {
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
  readonly fixes: readonly Fix[];
  /** The page that makes it true. */
  readonly docs: string;
}
