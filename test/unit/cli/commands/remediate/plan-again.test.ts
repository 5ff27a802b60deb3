import { expect, test } from 'vitest';
import { foretold, planAgain } from '../../../../../src/cli/commands/remediate/plan-again.ts';
import type { Judgement } from '../../../../../src/remedy/plan/plan.ts';
import type { Subject } from '../../../../../src/remedy/plan/repair.ts';
import { rig } from '../../../remedy/run/rig.ts';

const resize = { id: '01-resize', action: 'resize', params: { size: 4 } };
const no = (more: Partial<Judgement> = {}): Judgement => ({
  guard: 'approval',
  allows: false,
  reason: 'the plan has 0 of 1 approval',
  hint: null,
  waitsFor: 'approval',
  ...more,
});

test('a plan that would do the same is asked about as the plan that it is, and keeps why it was made', async () => {
  const { plan, repair } = await rig({ steps: [resize] });
  const asked: Subject[] = [];
  const judge = async (subject: Subject) => {
    asked.push(subject);
    return [];
  };
  const policy = { name: 'undo', hash: 'h', mode: 'Approve' };
  const made = { ...plan, origin: { finding: null, policy } };
  const again = await planAgain(made, { ...repair, judge });
  expect(again).toMatchObject({ isSame: true, denied: [], tried: { id: plan.id, origin: { policy } } });
  expect(asked).toMatchObject([{ planHash: plan.hash, plannedUid: plan.steps[0]?.targetUid }]);
  expect(foretold(again)).toEqual({ said: 'It would do what was planned.', exitCode: 0 });
});

test('a finding that is gone is said, and the plan still shows what it was', async () => {
  const { plan, repair } = await rig({ steps: [resize] });
  const finding = { id: 'f1', check: 'image-pull-network', message: 'the image cannot be pulled' };
  const again = await planAgain({ ...plan, origin: { finding, policy: null } }, repair);
  expect(again.tried.origin.finding).toEqual(finding);
  expect(foretold(again)).toEqual({
    said: 'It would do nothing: the finding is not there now: the image cannot be pulled.',
    exitCode: 10,
  });
});

test.each<[string, boolean, readonly Judgement[], RegExp, number]>([
  ['an approval', true, [no()], /^It waits for an approval: mekhanikube remediate approve \w{26}\.$/, 11],
  ['an approval of what has changed', false, [no()], /plan again/, 10],
  ['an approval beside a plain no', true, [no(), no({ guard: 'mode', waitsFor: null })], /what says NO/, 10],
  ['a window', true, [no({ guard: 'schedule', waitsFor: 'window' })], /what says NO/, 10],
  ['another plan', false, [], /plan again/, 10],
])('what it waits for: %s', async (_, isSame, denied, said, exitCode) => {
  const { plan } = await rig({ steps: [resize] });
  const told = foretold({ tried: plan, isSame, denied });
  expect(told).toEqual({ said: expect.stringMatching(said), exitCode });
});
