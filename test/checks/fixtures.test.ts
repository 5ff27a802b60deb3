import { describe, expect, test } from 'vitest';
import { CHECKS } from '../../src/checks/index.ts';
import { diagnose } from '../../src/diagnose/diagnose.ts';
import type { Finding } from '../../src/findings/finding.ts';
import { refText } from '../../src/kube/object-ref.ts';
import { type Expectation, fixtures } from '../support/fixture.ts';

/** What the diagnosis says of one check, in the words of a fixture: as a finding of its own, or folded under another. */
function outcomes(findings: readonly Finding[], check: string): readonly Expectation[] {
  const own = findings
    .filter((finding) => finding.check === check)
    .map((finding) => ({
      subject: refText(finding.subject),
      severity: finding.severity,
      confidence: finding.confidence,
      message: finding.message,
      since: finding.since,
      facts: finding.facts,
      members: finding.members.map(refText).sort(),
      symptoms: [...new Set(finding.symptoms.map((symptom) => symptom.check))].sort(),
    }));
  const folded = findings.flatMap((finding) =>
    finding.symptoms
      .filter((symptom) => symptom.check === check)
      .map((symptom) => ({ subject: refText(symptom.subject), message: symptom.message, under: finding.check })),
  );
  return [...own, ...folded];
}

/** Keeps, of what came out, the fields that the expectation names. */
function asExpected(actual: Expectation, expected: Expectation | undefined): Expectation {
  if (expected === undefined) return actual;
  const { facts, ...rest } = expected;
  const kept = Object.fromEntries(Object.keys(rest).map((key) => [key, actual[key as keyof Expectation]]));
  if (facts === undefined) return kept as Expectation;
  const keptFacts = Object.fromEntries(Object.keys(facts).map((key) => [key, actual.facts?.[key]]));
  return { ...kept, facts: keptFacts } as Expectation;
}

function sortedLists(expected: Expectation): Expectation {
  const copy: Expectation = { ...expected };
  if (expected.members !== undefined) copy.members = [...expected.members].sort();
  if (expected.symptoms !== undefined) copy.symptoms = [...expected.symptoms].sort();
  return copy;
}

const byName = (left: Expectation, right: Expectation): number =>
  left.subject < right.subject
    ? -1
    : left.subject > right.subject
      ? 1
      : (left.message ?? '') < (right.message ?? '')
        ? -1
        : 1;

describe.each(fixtures())('$name', (fixture) => {
  const diagnosis = diagnose(fixture.snapshot, CHECKS);

  test('gives exactly what it expects', () => {
    const actual = [...outcomes(diagnosis.findings, fixture.check)].sort(byName);
    const expected = fixture.expect.map(sortedLists).sort(byName);
    expect(actual.map((outcome, index) => asExpected(outcome, expected[index]))).toEqual(expected);
  });

  test('crashes no check', () => {
    expect(diagnosis.coverage.checks.crashed).toEqual([]);
  });

  test('states facts of the declared shape', () => {
    for (const finding of diagnosis.findings) {
      const check = CHECKS.find((candidate) => candidate.id === finding.check);
      const parsed = check?.facts.safeParse(finding.facts);
      expect(parsed?.error, finding.check).toBeUndefined();
    }
  });
});
