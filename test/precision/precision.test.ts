import { describe, expect, test } from 'vitest';
import { CHECKS, SCAN_CHECKS } from '../../src/checks/index.ts';
import { chooseChecks, STANDARD } from '../../src/diagnose/choose-checks.ts';
import { diagnose } from '../../src/diagnose/diagnose.ts';
import { refText } from '../../src/kube/object-ref.ts';
import { clusterSituation, situations } from '../support/situation.ts';

const catalogue = chooseChecks(CHECKS, STANDARD);

describe.each([clusterSituation(), ...situations()])('$name: $about', ({ snapshot, atMost }) => {
  const { findings, coverage } = diagnose(snapshot, catalogue, SCAN_CHECKS);

  test('nothing is found but what is right to be said', () => {
    const said = findings.map(({ check, severity, subject, message }) => ({
      text: `${severity} ${check} ${refText(subject)}: ${message}`,
      allowed: (severity === 'info' || severity === 'low') && atMost.includes(check),
    }));
    expect(said.filter(({ allowed }) => !allowed).map(({ text }) => text)).toEqual([]);
  });

  test('what is allowed to be said is said', () => {
    expect([...new Set(findings.map(({ check }) => check))].sort()).toEqual([...atMost].sort());
  });

  test('no check is crashed', () => {
    expect(coverage.checks.crashed).toEqual([]);
  });
});
