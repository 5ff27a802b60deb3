import { expect, test } from 'vitest';
import type { ModeFacts } from '../../../../src/remedy/guards/facts.ts';
import { mode } from '../../../../src/remedy/guards/mode.ts';
import { judge, reasonOf } from './known-facts.ts';

type Policy = NonNullable<ModeFacts['policy']>;

function policy(value: Policy['mode'], more: Partial<Policy> = {}): Policy {
  return { name: 'web-crash', problem: null, mode: value, suspended: false, ...more };
}

function allows(value: Policy['mode'], by: ModeFacts['by'], purpose: ModeFacts['purpose']): boolean {
  return judge(mode, 'mode', { policy: policy(value), by, purpose }).allows;
}

test('without a policy only a person may ask', () => {
  expect(judge(mode, 'mode').allows).toBe(true);
  expect(judge(mode, 'mode', { by: 'policy' }).allows).toBe(false);
});

test('Off and Observe do nothing, not even by hand', () => {
  for (const value of ['Off', 'Observe'] as const) {
    expect(allows(value, 'policy', 'plan')).toBe(false);
    expect(allows(value, 'person', 'execute')).toBe(false);
  }
});

test('Propose plans, and only a person executes', () => {
  expect(allows('Propose', 'policy', 'plan')).toBe(true);
  expect(allows('Propose', 'policy', 'execute')).toBe(false);
  expect(allows('Propose', 'person', 'execute')).toBe(true);
});

test('Approve and Auto execute', () => {
  expect(allows('Approve', 'policy', 'execute')).toBe(true);
  expect(allows('Auto', 'policy', 'execute')).toBe(true);
});

test('a policy that is suspended or not valid does nothing', () => {
  const suspended = judge(mode, 'mode', { policy: policy('Auto', { suspended: true }), by: 'policy' });
  expect(suspended).toMatchObject({ allows: false, id: 'Suspended' });
  const invalid = judge(mode, 'mode', { policy: policy('Auto', { problem: 'spec.steps is empty' }) });
  expect(reasonOf(invalid)).toBe('policy web-crash is not valid: spec.steps is empty');
});
