import { expect, test } from 'vitest';
import { dryRun } from '../../../../src/remedy/guards/dry-run.ts';
import { judge, reasonOf } from './known-facts.ts';

const REJECTED = { reason: 'spec.replicas: Invalid value: -1', isUnsupported: false };
const UNSUPPORTED = { reason: 'webhook w does not support dry run', isUnsupported: true };

test('lets pass what the server took', () => {
  expect(judge(dryRun, 'dryRun')).toEqual({ allows: true });
});

test('denies what it rejects, whatever the settings', () => {
  for (const dryRunMode of ['None', 'Server'] as const) {
    const settings = { dryRun: dryRunMode, allowNoDryRun: true };
    expect(reasonOf(judge(dryRun, 'dryRun', { refusal: REJECTED, settings }))).toBe(
      'the server rejects the change of Deployment shop/web: spec.replicas: Invalid value: -1',
    );
  }
});

test('where a webhook has side effects, only who says so goes on', () => {
  expect(judge(dryRun, 'dryRun', { refusal: UNSUPPORTED })).toMatchObject({ allows: false, id: 'NoDryRun' });
  const settings = { dryRun: 'Server', allowNoDryRun: true } as const;
  expect(judge(dryRun, 'dryRun', { refusal: UNSUPPORTED, settings })).toEqual({
    allows: true,
    note: 'there is no dry run: webhook w does not support dry run',
  });
});

test('Only plans and never executes', () => {
  const settings = { dryRun: 'Only', allowNoDryRun: false } as const;
  expect(judge(dryRun, 'dryRun', { settings, purpose: 'plan' }).allows).toBe(true);
  expect(judge(dryRun, 'dryRun', { settings, purpose: 'execute' })).toMatchObject({ id: 'DryRunOnly' });
});
