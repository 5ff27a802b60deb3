import { describe, expect, test } from 'vitest';
import {
  correctedSelector,
  differencesBetween,
  differenceText,
  nearestLabels,
} from '../../../../src/kube/network/label-diff.ts';
import type { Labels } from '../../../../src/kube/selectors.ts';

const nearest = (wanted: Labels, ...candidates: Labels[]) => nearestLabels(wanted, candidates, (labels) => labels);

describe('nearestLabels', () => {
  test('takes the candidate with most in common', () => {
    const found = nearest({ app: 'web', tier: 'front' }, { app: 'web' }, { app: 'web', tier: 'frnt' });
    expect(found?.candidate).toEqual({ app: 'web', tier: 'frnt' });
    expect(found?.differences).toEqual([
      { key: 'tier', wanted: 'front', instead: { key: 'tier', value: 'frnt' }, slip: true },
    ]);
  });

  test('finds nothing where nothing is in common', () => {
    expect(nearest({ app: 'web' }, { app: 'database' }, {})).toBeUndefined();
  });

  test('a longer name is another thing, not a slip', () => {
    expect(nearest({ app: 'web-canary' }, { app: 'web' })).toBeUndefined();
  });

  test('a bonus breaks a tie only', () => {
    const candidates = [
      { app: 'a', x: '1' },
      { app: 'b', x: '1' },
      { x: '1', y: '2' },
    ];
    const bonus = (labels: Labels) => (labels['app'] === 'b' ? 0.2 : 0);
    expect(nearestLabels({ x: '1' }, candidates, (labels) => labels, bonus)?.candidate['app']).toBe('b');
    expect(nearestLabels({ x: '1', y: '2' }, candidates, (labels) => labels, bonus)?.candidate['y']).toBe('2');
  });
});

describe('what differs', () => {
  test('in words', () => {
    const text = (wanted: Labels, labels: Labels) => differenceText(differencesBetween(wanted, labels));
    expect(text({ app: 'wbe' }, { app: 'web' })).toBe('app=web');
    expect(text({ app: 'web' }, { name: 'web' })).toBe('name=web');
    expect(text({ app: 'web', tier: 'x' }, { app: 'shop' })).toBe('app=shop and no label tier');
    expect(text({ 'apps.kubernetes.io/pod-index': '3' }, {})).toBe('no pod with apps.kubernetes.io/pod-index=3');
  });

  test('a selector is corrected only where every difference is a slip', () => {
    const corrected = (wanted: Labels, labels: Labels) => correctedSelector(wanted, differencesBetween(wanted, labels));
    expect(corrected({ app: 'wbe', tier: 'front' }, { app: 'web', tier: 'front' })).toBe('app=web,tier=front');
    expect(corrected({ app: 'web' }, { name: 'web' })).toBe('name=web');
    expect(corrected({ app: 'redis' }, { app: 'web' })).toBeNull();
    expect(corrected({ app: 'web', tier: 'x' }, { app: 'web' })).toBeNull();
  });
});
