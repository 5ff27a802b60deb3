import { expect, test } from 'vitest';
import { installation } from '../../../../src/remedy/guards/installation.ts';
import { judge, NOW, reasonOf } from './known-facts.ts';

test('lets pass where nothing is paused, and a ConfigMap that says false', () => {
  expect(judge(installation, 'installation').allows).toBe(true);
  for (const paused of ['false', 'False', '']) {
    expect(judge(installation, 'installation', { controls: [{ namespace: 'ops', paused }] }).allows).toBe(true);
  }
});

test('the file of the state folder stops everything', () => {
  const verdict = judge(installation, 'installation', { pause: { reason: 'release day', since: null } });
  expect(verdict).toMatchObject({ allows: false, id: 'Paused', reason: 'repair is paused: release day' });
});

test('whatever else a ConfigMap says under paused stops it', () => {
  for (const paused of ['true', 'TRUE', 'yes', '1']) {
    const verdict = judge(installation, 'installation', { controls: [{ namespace: 'ops', paused }] });
    expect(reasonOf(verdict)).toBe(`repair is paused: ConfigMap ops/mekhanikube-control says paused "${paused}"`);
  }
});

test('a full disk stops it', () => {
  expect(judge(installation, 'installation', { isStorageLow: true })).toMatchObject({
    allows: false,
    id: 'StorageLow',
  });
});

test('an open breaker, and one whose single probe is under way', () => {
  const open = judge(installation, 'installation', { breaker: { state: 'open', failures: 3, until: NOW } });
  expect(reasonOf(open)).toBe('the breaker of the policy is open until 2026-03-02T10:00:00.000Z: 3 runs failed');
  expect(judge(installation, 'installation', { breaker: { state: 'half-open', probe: 'run-7' } }).allows).toBe(false);
  expect(judge(installation, 'installation', { breaker: { state: 'half-open', probe: null } }).allows).toBe(true);
  expect(judge(installation, 'installation', { breaker: { state: 'closed' } }).allows).toBe(true);
});

test('says every reason', () => {
  const pause = { reason: null, since: '2026-03-01' };
  expect(reasonOf(judge(installation, 'installation', { pause, isStorageLow: true }))).toBe(
    'repair is paused since 2026-03-01; the disk of the state folder ran full during an earlier run',
  );
});
