import { expect, test } from 'vitest';
import type { TargetFacts } from '../../../../src/remedy/guards/live-facts.ts';
import { target } from '../../../../src/remedy/guards/target.ts';
import { judge, reasonOf, SHOP, WEB, withMetadata } from './known-facts.ts';

const AT = '2026-03-02T09:00:00Z';

test('lets the planned object of a living namespace pass, and any uid while planning', () => {
  expect(judge(target, 'target').allows).toBe(true);
  expect(judge(target, 'target', { plannedUid: null }).allows).toBe(true);
});

test('denies what is gone, unreadable, replaced or going', () => {
  const id = (changes: Partial<TargetFacts>) => {
    const verdict = judge(target, 'target', changes);
    return verdict.allows ? 'allowed' : verdict.id;
  };
  expect(id({ live: { state: 'missing' } })).toBe('TargetMissing');
  expect(id({ live: { state: 'unreadable', reason: '403' } })).toBe('Unknown');
  expect(id({ plannedUid: 'another' })).toBe('TargetReplaced');
  expect(id({ live: { state: 'found', object: { ...WEB, metadata: { name: 'web' } } } })).toBe('TargetReplaced');
  const going = withMetadata(WEB, { deletionTimestamp: AT });
  expect(id({ live: { state: 'found', object: going } })).toBe('TargetTerminating');
});

test('denies in a namespace that is Terminating, missing or unreadable', () => {
  const phase = { ...SHOP, status: { phase: 'Terminating' } };
  const deleted = withMetadata(SHOP, { deletionTimestamp: AT });
  for (const object of [phase, deleted]) {
    const verdict = judge(target, 'target', { namespaces: [{ name: 'shop', live: { state: 'found', object } }] });
    expect(verdict).toMatchObject({ id: 'NamespaceTerminating', reason: 'Namespace shop is Terminating' });
  }
  expect(judge(target, 'target', { namespaces: [{ name: 'shop', live: { state: 'missing' } }] }).allows).toBe(false);
  const unreadable = { name: 'shop', live: { state: 'unreadable', reason: '403' } as const };
  expect(reasonOf(judge(target, 'target', { namespaces: [unreadable] }))).toBe('Namespace shop cannot be read: 403');
});
