import { expect, test } from 'vitest';
import { approval } from '../../../../src/remedy/guards/approval.ts';
import type { Approval, ApprovalFacts } from '../../../../src/remedy/guards/facts.ts';
import type { ApprovalSettings } from '../../../../src/remedy/guards/settings.ts';
import { judge, NOW, reasonOf } from './known-facts.ts';

const SETTINGS: ApprovalSettings = {
  minApprovals: 1,
  groups: ['sre'],
  users: ['cto'],
  expiresMs: 3_600_000,
  autoApproveRiskUpTo: 'R1',
};

function given(user: string, more: Partial<Approval> = {}): Approval {
  return { user, groups: ['sre'], at: new Date(NOW.getTime() - 1000), planHash: 'h', decision: 'approve', ...more };
}

function verdict(
  approvals: readonly Approval[],
  settings: Partial<ApprovalSettings> = {},
  more: Partial<ApprovalFacts> = {},
) {
  return judge(approval, 'approval', { approvals, settings: { ...SETTINGS, ...settings }, ...more });
}

test('without settings nobody is asked; a low risk approves itself', () => {
  expect(judge(approval, 'approval').allows).toBe(true);
  expect(verdict([], {}, { risk: 'R1' }).allows).toBe(true);
  expect(verdict([], {}, { risk: 'R2' }).allows).toBe(false);
  expect(verdict([], { autoApproveRiskUpTo: null }, { risk: 'R0' }).allows).toBe(false);
});

test('waits for an approval, and takes it', () => {
  expect(verdict([])).toMatchObject({
    waitsFor: 'approval',
    reason: 'the plan has 0 of 1 approval from group sre and cto',
    hint: 'mekhanikube remediate approve RUN, by somebody else than its author',
  });
  expect(verdict([given('bob')])).toEqual({ allows: true, note: 'approved by bob' });
  expect(verdict([given('cto', { groups: [] })]).allows).toBe(true);
});

test('counts people, not approvals', () => {
  expect(verdict([given('bob'), given('bob')], { minApprovals: 2 }).allows).toBe(false);
  expect(verdict([given('bob'), given('eve')], { minApprovals: 2 }).allows).toBe(true);
});

test.each([
  ['bob approved another plan', given('bob', { planHash: 'other' })],
  ['ann made the plan', given('ann')],
  ['bob may not approve it', given('bob', { groups: ['dev'] })],
  ['the approval of bob has expired', given('bob', { at: new Date(NOW.getTime() - 3_600_000) })],
  ['the approval of bob is from the future', given('bob', { at: new Date(NOW.getTime() + 1) })],
  ['the approval of bob is from the future', given('bob', { at: new Date(Number.NaN) })],
])('void: %s', (why, one) => {
  expect(reasonOf(verdict([one]))).toContain(why);
});

test('with neither groups nor users everybody but the author may', () => {
  expect(verdict([given('zoe', { groups: [] })], { groups: [], users: [] }).allows).toBe(true);
  expect(verdict([given('ann', { groups: [] })], { groups: [], users: [] }).allows).toBe(false);
});

test('fewer than one approval is still one', () => {
  expect(verdict([], { minApprovals: 0 }).allows).toBe(false);
});

test('a rejection by one who may is a no for good, of this plan', () => {
  const no = given('eve', { decision: 'reject' });
  expect(verdict([given('bob'), no])).toEqual({ allows: false, id: 'Rejected', reason: 'eve rejected the plan' });
  expect(verdict([given('bob'), { ...no, planHash: 'other' }]).allows).toBe(true);
  expect(verdict([given('bob'), { ...no, groups: [] }]).allows).toBe(true);
});
