import { expect, test } from 'vitest';
import { cooldown } from '../../../../src/remedy/guards/cooldown.ts';
import { known } from '../../../../src/remedy/guards/facts.ts';
import { NOW } from './known-facts.ts';

test('lets pass when it is time, and waits until then', () => {
  expect(cooldown.judge({ cooldown: known({ state: 'ready' }) }).allows).toBe(true);
  const because = 'the last run r1 of the target failed at 09:00';
  expect(cooldown.judge({ cooldown: known({ state: 'cooling', until: NOW, because }) })).toEqual({
    allows: false,
    id: 'Cooldown',
    reason: `it is too early until 2026-03-02T10:00:00.000Z: ${because}`,
    waitsFor: 'cooldown',
  });
});
