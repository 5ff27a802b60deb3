import { expect, test } from 'vitest';
import { CHECKS } from '../../../src/checks/index.ts';
import { chooseChecks, STANDARD } from '../../../src/diagnose/choose-checks.ts';
import { kindsFor } from '../../../src/diagnose/plan.ts';

test('custom resources of all kinds are listed only where that is asked for', () => {
  expect(kindsFor(chooseChecks(CHECKS, STANDARD))).not.toContain('CustomResource');
  const asked = chooseChecks(CHECKS, { ...STANDARD, crds: true });
  expect(kindsFor(asked)).toContain('CustomResource');
  expect(kindsFor(asked.filter(({ id }) => id === 'cr-condition-failed'))).toContain('CustomResourceDefinition');
});

test('a check of other kinds as well runs without them', () => {
  const ids = chooseChecks(CHECKS, STANDARD).map(({ id }) => id);
  expect(ids).toContain('object-terminating-stuck');
  expect(ids).not.toContain('cr-condition-failed');
});
