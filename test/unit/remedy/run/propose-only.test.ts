import { expect, test } from 'vitest';
import { runPlan } from '../../../../src/remedy/run/run-plan.ts';
import { rig } from './rig.ts';

test('what is only shown is never executed, though it writes nothing', async () => {
  const rigged = await rig({ steps: [{ id: '01-several', action: 'several' }] });
  const shown = [...rigged.repair.actions].map(([id, action]) => [id, { ...action, proposeOnly: true }] as const);
  rigged.repair.actions = new Map(shown);
  const { outcome, reason } = await runPlan(rigged.conduct());
  expect({ outcome, reason }).toEqual({ outcome: 'abandoned', reason: expect.stringMatching(/only shown: a person/) });
});
