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

test('nodes are asked how full volumes are only where that is asked for, for which the pods are needed', () => {
  const standing = chooseChecks(CHECKS, STANDARD);
  expect(standing.map(({ id }) => id)).not.toContain('pvc-near-full');
  expect(kindsFor(standing)).not.toContain('VolumeUsage');
  const asked = chooseChecks(CHECKS, { ...STANDARD, volumeUsage: true }).filter(({ id }) => id === 'pvc-near-full');
  expect(kindsFor(asked)).toEqual(expect.arrayContaining(['Pod', 'VolumeUsage']));
});

test('a check that would merely look at how full volumes are asks no node', () => {
  const looking = CHECKS.filter(({ id }) => id === 'pod-crash-loop').map((check) => ({
    ...check,
    consults: ['VolumeUsage'] as const,
  }));
  expect(kindsFor(looking)).not.toContain('VolumeUsage');
});
