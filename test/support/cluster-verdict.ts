import { compareText, firstDifference } from '../../src/base/collate.ts';
import type { Finding } from '../../src/findings/finding.ts';
import { refText } from '../../src/kube/object-ref.ts';
import type { Case, ExpectedFinding } from './cluster-cases.ts';

/** What a case expects, and what was found about it, in the same words. */
export interface Verdict {
  readonly expected: readonly ExpectedFinding[];
  readonly found: readonly ExpectedFinding[];
}

/** The findings about a case: those in its namespace, and those about cluster-scoped objects that it made or names. */
export function findingsAbout(one: Case, findings: readonly Finding[]): readonly Finding[] {
  const clusterScoped = new Set([
    ...one.objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`),
    ...one.expect.map(({ subject }) => subject),
  ]);
  return findings.filter(({ subject }) =>
    subject.namespace === null ? clusterScoped.has(refText(subject)) : subject.namespace === one.namespace,
  );
}

/** Compares a case with the report: findings, severities, and what is folded under them. */
export function verdictOn(one: Case, findings: readonly Finding[]): Verdict {
  const found = findingsAbout(one, findings).map((finding) => {
    const { check, severity, message, symptoms } = finding;
    const subject = refText({ ...finding.subject, namespace: null });
    const said = one.expect.find((wanted) => wanted.check === check && wanted.subject === subject)?.says;
    return {
      check,
      subject,
      severity,
      symptoms: [...new Set(symptoms.map((symptom) => symptom.check))],
      // A sentence that does not say it is shown whole.
      ...(said === undefined ? {} : { says: message.includes(said) ? said : message }),
    };
  });
  return { expected: inOrder(one.expect), found: inOrder(found) };
}

export function agrees({ expected, found }: Verdict): boolean {
  return JSON.stringify(expected) === JSON.stringify(found);
}

/** One field order and one order of findings, so that equal ones are equal as text too. */
function inOrder(findings: readonly ExpectedFinding[]): readonly ExpectedFinding[] {
  return findings
    .map(({ check, subject, severity, symptoms, says }) => ({
      check,
      subject,
      severity,
      symptoms: [...symptoms].sort(compareText),
      ...(says === undefined ? {} : { says }),
    }))
    .sort((left, right) =>
      firstDifference(
        compareText(left.subject, right.subject),
        compareText(left.check, right.check),
        compareText(left.says ?? '', right.says ?? ''),
      ),
    );
}
