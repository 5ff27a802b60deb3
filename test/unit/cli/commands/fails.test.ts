import { expect, test } from 'vitest';
import { fails } from '../../../../src/cli/commands/fails.ts';
import type { Confidence, Severity } from '../../../../src/findings/severity.ts';

const POSTURE = new Set(['privileged-container']);
const one = (severity: Severity, check = 'pod-crash-loop', confidence: Confidence = 'certain') => [
  { check, severity, confidence },
];

test.each<[Severity, Severity | null, boolean]>([
  ['high', 'high', true],
  ['critical', 'high', true],
  ['medium', 'high', false],
  ['critical', null, false],
])('a finding of severity %s, where %s fails: %s', (severity, failOn, expected) => {
  expect(fails(one(severity), failOn, POSTURE)).toBe(expected);
});

test('what is only possible fails nothing', () => {
  expect(fails(one('medium', 'pod-crash-loop', 'possible'), 'info', POSTURE)).toBe(false);
});

test.each<[Severity, Severity, boolean]>([
  ['medium', 'medium', false],
  ['high', 'medium', false],
  ['medium', 'low', true],
  ['info', 'low', false],
  ['info', 'info', true],
])('posture of severity %s counts as low at most: where %s fails, %s', (severity, failOn, expected) => {
  expect(fails(one(severity, 'privileged-container'), failOn, POSTURE)).toBe(expected);
});
