import { expect, test } from 'vitest';
import { z } from 'zod';
import type { AnyCheck } from '../../../src/checks/define-check.ts';
import { chooseChecks, chooseScanChecks, STANDARD } from '../../../src/diagnose/choose-checks.ts';
import { diagnose } from '../../../src/diagnose/diagnose.ts';
import { refOf } from '../../../src/kube/object-ref.ts';
import { snapshotOf } from '../../support/fixture.ts';

function check(id: string, more: Partial<AnyCheck> = {}): AnyCheck {
  return {
    id,
    title: id,
    severity: 'high',
    level: 'cause',
    subject: 'Pod',
    source: 'https://kubernetes.io',
    facts: z.object({}),
    message: () => id,
    fixes: () => [],
    *find() {
      yield { facts: {}, cause: '', evidence: [] };
    },
    ...more,
  };
}

const severities = (entries: Readonly<Record<string, 'critical' | 'low' | 'off'>>) => ({
  profiles: [],
  severities: new Map(Object.entries(entries)),
});
const snapshot = snapshotOf({
  takenAt: '2026-01-10T12:00:00Z',
  objects: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'shop' } }],
});
const said = (checks: readonly AnyCheck[], choice = STANDARD) =>
  diagnose(snapshot, chooseChecks(checks, choice)).findings.map(({ check: id, severity }) => `${id} ${severity}`);

test('a check with a profile runs where the profile is asked for', () => {
  const all = [check('a'), check('b', { profile: 'hardening' }), check('c', { profile: 'hygiene' })];
  expect(chooseChecks(all, STANDARD).map(({ id }) => id)).toEqual(['a']);
  const asked = { ...STANDARD, profiles: ['hardening'] as const };
  expect(chooseChecks(all, asked).map(({ id }) => id)).toEqual(['a', 'b']);
});

test('posture takes nothing of the rest: neither a failure on the same object, nor what is left over', () => {
  const posture = check('posture', { profile: 'hardening', severity: 'low' });
  const asked = { ...STANDARD, profiles: ['hardening'] as const };
  for (const level of ['failure', 'state', 'residue'] as const) {
    expect(said([check('trouble', { level }), posture], asked)).toEqual(['trouble high', 'posture low']);
  }
});

test('a check that is off does not run', () => {
  expect(said([check('a'), check('b')], severities({ a: 'off' }))).toEqual(['b high']);
  const scan = { id: 'scan', title: '', severity: 'medium', source: '', facts: z.object({}) } as const;
  const scanCheck = { ...scan, message: () => '', fixes: () => [], find: () => [{}] };
  expect(chooseScanChecks([scanCheck], severities({ scan: 'off' }))).toEqual([]);
  expect(chooseScanChecks([scanCheck], severities({ scan: 'low' }))[0]?.severity).toBe('low');
});

test('a severity stands for what the check says, even where a judgement has one of its own', () => {
  const worse = check('a', {
    *find() {
      yield { facts: {}, cause: '', evidence: [], severity: 'critical' };
    },
  });
  expect(chooseChecks([worse], severities({ a: 'low' }))[0]?.severity).toBe('low');
  expect(said([worse])).toEqual(['a critical']);
  expect(said([worse], severities({ a: 'low' }))).toEqual(['a low']);
});

test('what is only possible is never worse than medium', () => {
  const perhaps = check('a', {
    *find() {
      yield { facts: {}, cause: '', evidence: [], confidence: 'possible' };
    },
  });
  expect(said([perhaps], severities({ a: 'critical' }))).toEqual(['a medium']);
});

test('a finding is as bad as what follows from it, which can be given a severity too', () => {
  const rollup = check('down', {
    level: 'rollup',
    severity: 'critical',
    *find(object) {
      yield { facts: {}, cause: '', evidence: [], explainedBy: [refOf(object)] };
    },
  });
  expect(said([check('a'), rollup], severities({ a: 'low' }))).toEqual(['a critical']);
  expect(said([check('a'), rollup], severities({ a: 'low', down: 'low' }))).toEqual(['a low']);
});
