import { expect, test } from 'vitest';
import type { Coverage } from '../../../src/diagnose/diagnose.ts';
import { unreadOf } from '../../../src/report/unread.ts';
import { type KindCoverage, listed, unread } from '../../../src/snapshot/coverage.ts';
import { fullCoverage, reportOf } from './sample.ts';

function wordsFor(kinds: readonly KindCoverage[], checks: Partial<Coverage['checks']> = {}, all = false) {
  const { coverage } = reportOf({ coverage: { kinds, checks: { ...fullCoverage.checks, ...checks } } });
  return unreadOf(coverage, all).map(({ label, texts }) => [label, ...texts]);
}

test('what was read or does not exist is not mentioned', () => {
  expect(wordsFor([listed('Pod'), unread('HorizontalPodAutoscaler', 'absent', 'no such resource')])).toEqual([]);
});

test('kinds of one fate share a line', () => {
  const answers = [
    unread('Secret', 'forbidden', '403'),
    unread('Node', 'forbidden', '403'),
    unread('Pod', 'failed', 'no answer within 30s'),
    unread('Event', 'failed', 'no answer within 30s'),
    unread('Job', 'not-recorded', 'not in the file'),
    { ...listed('ConfigMap'), except: ['a'] },
    { ...listed('Service'), except: ['a'] },
    { ...listed('Ingress'), only: ['shop', 'billing'] },
  ];
  expect(wordsFor(answers)).toEqual([
    ['forbidden', 'secrets and nodes'],
    ['in part', 'configmaps and services not in namespace a', 'ingresses only in namespaces shop and billing'],
    ['failed', 'pods and events: no answer within 30s'],
    ['recording', 'does not hold jobs'],
  ]);
});

test('says why a kind was read in part only when all is asked for', () => {
  const kinds = [{ ...listed('ConfigMap'), except: ['a'], reason: 'no answer within 30 s' }];
  expect(wordsFor(kinds)).toEqual([['in part', 'configmaps not in namespace a']]);
  expect(wordsFor(kinds, {}, true)).toEqual([['in part', 'configmaps not in namespace a: no answer within 30 s']]);
});

test('long lists are cut, unless all is asked for', () => {
  const skipped = Array.from({ length: 9 }, (_, index) => ({
    check: `check-${index}`,
    reason: 'may not list secrets',
  }));
  expect(wordsFor([], { skipped })).toEqual([
    ['skipped', '9 checks that need them: check-0, check-1, check-2, check-3, check-4, check-5 and 3 more'],
  ]);
  expect(wordsFor([], { skipped }, true).join()).toContain('check-8');
});
