import { describe, expect, test } from 'vitest';
import { CHECKS } from '../../src/checks/index.ts';
import { diagnose } from '../../src/diagnose/diagnose.ts';
import type { Finding } from '../../src/findings/finding.ts';
import type { KubeObject } from '../../src/kube/object.ts';
import { refText } from '../../src/kube/object-ref.ts';
import { snapshotOf } from '../support/fixture.ts';
import { APPLICATION } from './application.ts';
import { consequencesOf } from './consequences.ts';
import { KNOWN_MISSES } from './known-misses.ts';
import { TAKEN_AT } from './model/cluster.ts';
import { MUTATIONS, type Mutation, mutated, titleOf, type Way } from './mutate.ts';

/** What is off unless it is asked for is posture: it is there in the healthy application too. */
const TROUBLE = CHECKS.filter(({ profile }) => profile === undefined);

const WAYS: readonly Way[] = ['change', 'install'];

const isSerious = ({ severity }: Finding): boolean => severity !== 'low' && severity !== 'info';

function findingsOf(declared: readonly KubeObject[], way: Way): readonly Finding[] {
  const objects = consequencesOf(declared, way === 'change' ? APPLICATION : undefined);
  const { findings, coverage } = diagnose(snapshotOf({ takenAt: TAKEN_AT, objects }), TROUBLE);
  expect(coverage.checks.crashed).toEqual([]);
  return findings;
}

/** Whether a finding leads to an object: as what is to be repaired, as evidence, or by its name in the sentence. */
function names(finding: Finding, object: string): boolean {
  const refs = [finding.subject, ...finding.members, ...finding.evidence.map((one) => one.object)].map(refText);
  const name = object.split(/[ /]/).at(-1) ?? '';
  const words = finding.message.split(/[\s,;:()"]+/);
  return refs.includes(object) || words.some((word) => word === name || word.endsWith(`/${name}`));
}

const cases = MUTATIONS.flatMap((mutation) =>
  (mutation.ways ?? WAYS).map((way) => ({ mutation, way, title: titleOf(mutation) })),
);

const told = (findings: readonly Finding[]): readonly string[] =>
  findings.map(({ severity, check, subject, message }) => `${severity} ${check} @ ${refText(subject)}: ${message}`);

/** The findings that a mutation must not go without, and none besides. */
function expected({ finds, unavoidable }: Mutation): readonly string[] {
  return [finds, ...(unavoidable?.also ?? [])].sort();
}

describe('the application as it should be', () => {
  test.each(WAYS)('yields nothing (%s)', (way) => {
    expect(told(findingsOf(APPLICATION, way))).toEqual([]);
  });
});

describe('of one wrong field', () => {
  test('there are enough, each its own', () => {
    const titles = MUTATIONS.map((mutation) => `${titleOf(mutation)} ${mutation.ways?.join() ?? ''}`);
    expect(new Set(titles).size).toBe(titles.length);
    expect(titles.length).toBeGreaterThanOrEqual(80);
  });

  for (const { mutation, way, title } of cases) {
    test(`${title} (${way})`, () => {
      const findings = findingsOf(mutated(mutation), way);
      const counted = mutation.low === true ? findings : findings.filter(isSerious);
      expect(counted.map(({ check }) => check).sort(), told(findings).join('\n')).toEqual(expected(mutation));
      const cause = counted.find(({ check }) => check === mutation.finds);
      const object = mutation.named ?? mutation.object;
      expect(cause !== undefined && names(cause, object), `${object} in ${told(findings).join('\n')}`).toBe(true);
    });
  }
});

describe('what is known to be missed', () => {
  test('is little', () => {
    expect(KNOWN_MISSES.length).toBeLessThanOrEqual(5);
  });

  // Whoever mends one of them moves it to the mutations.
  for (const miss of KNOWN_MISSES) {
    test(`${titleOf(miss)}: ${miss.because}`, () => {
      for (const way of miss.ways ?? WAYS) {
        const findings = findingsOf(mutated(miss), way).filter(isSerious);
        const isNamed = findings.length === 1 && findings.some((finding) => names(finding, miss.object));
        expect(isNamed, told(findings).join('\n')).toBe(false);
      }
    });
  }
});
