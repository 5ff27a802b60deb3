import { type AnyCheck, subjectsOf } from '../checks/define-check.ts';
import type { Finding } from '../findings/finding.ts';
import { isKind } from '../kube/kinds.ts';
import type { Kind, LabelSelector } from '../kube/object.ts';
import { type ObjectRef, refKey } from '../kube/object-ref.ts';
import { selectorMatches } from '../kube/selectors.ts';
import type { View } from '../snapshot/view.ts';

/**
 * The checks that judge these kinds, and those that may find the cause of what they say.
 *
 * A rollup is explained by findings about the kinds that it reads: a Service's by its pods'. Without their checks it
 * would stand there as its own cause.
 */
export function checksFor(checks: readonly AnyCheck[], kinds: readonly Kind[]): readonly AnyCheck[] {
  const wanted = new Set<Kind>(kinds);
  for (let known = -1; known < wanted.size; ) {
    known = wanted.size;
    for (const check of checks) {
      if (check.level !== 'rollup' || !subjectsOf(check).some((kind) => wanted.has(kind))) continue;
      for (const kind of [...(check.reads ?? []), ...(check.consults ?? [])]) wanted.add(kind);
    }
  }
  return checks.filter((check) => subjectsOf(check).some((kind) => wanted.has(kind)));
}

/** Keeps the findings that judge an object of these kinds, are about one, or have one among their symptoms. */
export function aboutKinds(
  findings: readonly Finding[],
  checks: readonly AnyCheck[],
  kinds: readonly Kind[],
): readonly Finding[] {
  const wanted = new Set<string>(kinds);
  const judging = new Set(
    checks.filter((check) => subjectsOf(check).some((kind) => wanted.has(kind))).map(({ id }) => id),
  );
  return findings.filter(
    (finding) =>
      [finding, ...finding.symptoms].some(({ check, subject }) => judging.has(check) || wanted.has(subject.kind)) ||
      finding.members.some(({ kind }) => wanted.has(kind)),
  );
}

/** Keeps the findings that speak of one of these objects, given as keys of references. */
export function aboutObjects(findings: readonly Finding[], keys: ReadonlySet<string>): readonly Finding[] {
  return findings.filter((finding) => objectsOf(finding).some((ref) => keys.has(refKey(ref))));
}

/** Keeps the findings that speak of an object whose labels the selector matches. */
export function aboutLabelled(
  findings: readonly Finding[],
  selector: LabelSelector,
  view: View<Kind>,
): readonly Finding[] {
  return findings.filter((finding) =>
    objectsOf(finding).some((ref) => {
      if (!isKind(ref.kind)) return false;
      const found = view.get(ref.kind, ref.namespace, ref.name);
      return found.state === 'found' && selectorMatches(selector, found.object.metadata.labels);
    }),
  );
}

function objectsOf(finding: Finding): readonly ObjectRef[] {
  return [finding.subject, ...finding.members, ...finding.symptoms.map((symptom) => symptom.subject)];
}
