import type { z } from 'zod';
import type { Json, JsonObject } from '../base/json.ts';
import type { Fix } from '../findings/finding.ts';
import type { Confidence, Severity } from '../findings/severity.ts';
import type { Kind, KubeObject, ObjectOf } from '../kube/object.ts';
import type { ObjectRef } from '../kube/object-ref.ts';
import type { KindCoverage } from '../snapshot/coverage.ts';
import type { View } from '../snapshot/view.ts';

/**
 * How near to the cause a check looks. On one object a nearer finding takes in those that are farther off.
 *
 * - `cause`: names something that can be repaired: a missing ConfigMap, an image that does not exist.
 * - `failure`: what the kubelet or a controller runs into, where nothing nearer is known: a crash loop.
 * - `state`: how the object stands because of it: not ready, restarted often.
 * - `rollup`: what other objects' findings add up to: a Deployment without available pods.
 * - `residue`: left over: shown only where no other finding speaks of the same object or its owner.
 */
export type Level = 'cause' | 'failure' | 'state' | 'rollup' | 'residue';

/** Sets of checks that are off unless they are asked for: what could be better, on a cluster that works. */
export const PROFILES = ['hardening', 'hygiene', 'policy-reports'] as const;
export type Profile = (typeof PROFILES)[number];

/** Where the check saw something; without `object` on the judged object. */
export interface Seen {
  readonly object?: KubeObject | ObjectRef;
  readonly path: string;
  readonly value: Json | undefined;
}

/** What a check states about one object. */
export interface Judgement<Facts> {
  readonly facts: Facts;
  /**
   * Tells this cause from others of the same check on the same owner: an image, a key, a container's name.
   * Pods of one owner with the same key become one finding. Nothing that changes by itself: no count, time or pod name.
   */
  readonly cause: string;
  readonly evidence: readonly Seen[];
  /** When it began, where a field of the API tells; never a creation time. */
  readonly since?: string | null | undefined;
  /** Where it differs from the check's own. */
  readonly severity?: Severity;
  /** `certain` unless said otherwise. */
  readonly confidence?: Confidence;
  /** True where the object works nonetheless, for now: such a judgement explains no other. */
  readonly latent?: boolean;
  /** The container it is about; findings of other containers of the pod are independent of it. */
  readonly container?: string | undefined;
  /** One object that can be the cause for many owners (a ConfigMap, a quota): two owners or more make one finding on it. */
  readonly shared?: ObjectRef | undefined;
  /** Other objects whose trouble this explains: a claim's pods need not be named, they name the claim. */
  readonly explains?: readonly ObjectRef[];
  /**
   * The objects that are in trouble first, if this is a consequence. Where every one of them has a finding of its own,
   * this becomes a symptom; where only some have, it stays, says how many are unexplained, and points at the others.
   */
  readonly explainedBy?: readonly ObjectRef[];
}

/** What wording and next steps may use besides the facts. */
export interface Context {
  /** The finding's subject. */
  readonly subject: ObjectRef;
  /** The judged object; the first of them where the finding has several. */
  readonly object: ObjectRef;
}

/**
 * One pure judgement about objects of one kind (or of several that are alike, such as workloads).
 *
 * `subject`, `reads` and `consults` make the list plan, the role that the tool needs, and the documentation.
 */
export interface Check<Subject extends Kind, Read extends Kind, Facts extends z.ZodType> {
  /** Stable, kebab-case. */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly level: Level;
  /** The kind, or kinds, that it judges. */
  readonly subject: Subject | readonly Subject[];
  /** Those of them that there can be anything to say of, found once for all checks that name the same function; all where absent. */
  among?(view: View<Subject | Read>): ReadonlySet<ObjectOf<Subject>>;
  /** Kinds without which it cannot judge: where one could not be read, the check is skipped, and the report says so. */
  readonly reads?: readonly Read[];
  /** Kinds that sharpen the judgement; `get` answers `unverified` where one could not be read. */
  readonly consults?: readonly Read[];
  /** Runs only where this profile was asked for: posture, not trouble. Always runs where absent. */
  readonly profile?: Profile;
  /** Checks whose findings this one explains on the same object (and container), besides those of a farther level. */
  readonly explains?: readonly string[];
  /** The page of Kubernetes' documentation or source that makes it true. */
  readonly source: string;
  readonly facts: Facts;
  /** One sentence with the real values in it, without a full stop. */
  message(facts: z.output<Facts>, context: Context): string;
  /** Next steps, best first. */
  fixes(facts: z.output<Facts>, context: Context): readonly Fix[];
  find(object: ObjectOf<Subject>, view: View<Subject | Read>): Iterable<Judgement<z.input<Facts>>>;
}

/** Any check, as the engine runs it. */
export interface AnyCheck {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly level: Level;
  readonly subject: Kind | readonly Kind[];
  among?(view: View<Kind>): ReadonlySet<KubeObject>;
  readonly reads?: readonly Kind[];
  readonly consults?: readonly Kind[];
  readonly profile?: Profile;
  readonly explains?: readonly string[];
  readonly source: string;
  readonly facts: z.ZodType;
  message(facts: JsonObject, context: Context): string;
  fixes(facts: JsonObject, context: Context): readonly Fix[];
  find(object: KubeObject, view: View<Kind>): Iterable<Judgement<JsonObject>>;
}

/** Defines a check: gives its parts their types, changes nothing. */
export function defineCheck<const Subject extends Kind, const Facts extends z.ZodType, const Read extends Kind = never>(
  check: Check<Subject, Read, Facts>,
): Check<Subject, Read, Facts> {
  return check;
}

/** The kinds that a check judges. */
export function subjectsOf(check: AnyCheck): readonly Kind[] {
  return typeof check.subject === 'string' ? [check.subject] : check.subject;
}

/** A judgement about the reading itself, not about an object: what could not be looked at. */
export interface ScanCheck {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly source: string;
  readonly facts: z.ZodType;
  message(facts: JsonObject): string;
  fixes(facts: JsonObject): readonly Fix[];
  find(coverage: readonly KindCoverage[]): Iterable<JsonObject>;
}

/** Defines a check of the reading: gives its parts their types, changes nothing. */
export function defineScanCheck<const Facts extends z.ZodType>(
  check: Omit<ScanCheck, 'facts' | 'message' | 'fixes' | 'find'> & {
    readonly facts: Facts;
    message(facts: z.output<Facts>): string;
    fixes(facts: z.output<Facts>): readonly Fix[];
    find(coverage: readonly KindCoverage[]): Iterable<z.input<Facts>>;
  },
) {
  return check;
}
