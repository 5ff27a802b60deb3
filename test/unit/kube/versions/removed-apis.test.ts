import { describe, expect, test } from 'vitest';
import { minorOf, removedBetween, replacementOf } from '../../../../src/kube/versions/removed-apis.ts';

test.each([
  ['1.35', 35],
  ['v1.34.4', 34],
  ['1.31+', 31],
  ['v1.33.1-eks-abc', 33],
  ['2.1', undefined],
  ['1.x', undefined],
  ['', undefined],
  [null, undefined],
])('minorOf(%s) is %s', (version, minor) => {
  expect(minorOf(version)).toBe(minor);
});

describe('removedBetween', () => {
  test('is what is served before and gone after', () => {
    expect(removedBetween(24, 25).map(({ apiVersion, kind }) => `${apiVersion} ${kind}`)).toContain(
      'batch/v1beta1 CronJob',
    );
    expect(removedBetween(24, 25).every(({ removedIn }) => removedIn === 25)).toBe(true);
    expect(removedBetween(25, 25)).toEqual([]);
    expect(removedBetween(30, 25)).toEqual([]);
  });
});

test('a version is never replaced by itself, nor listed twice for a kind', () => {
  const keys = removedBetween(0, 99).map(({ apiVersion, kind }) => `${apiVersion} ${kind}`);
  expect(new Set(keys).size).toBe(keys.length);
  for (const { apiVersion, replacement } of removedBetween(0, 99)) expect(replacement).not.toBe(apiVersion);
  expect(replacementOf('policy/v1beta1', 'PodDisruptionBudget')?.replacement).toBe('policy/v1');
  expect(replacementOf('policy/v1', 'PodDisruptionBudget')).toBeUndefined();
});
