import { expect, test } from 'vitest';
import { whatNext } from '../../../../../src/cli/commands/remediate/after-report.ts';
import { denial } from '../../../../../src/remedy/plan/denial.ts';
import type { Plan } from '../../../../../src/remedy/plan/plan.ts';
import { rig } from '../../../remedy/run/rig.ts';

const { plan } = await rig({ steps: [{ id: '01-resize', action: 'resize', params: { size: 4 } }] });

/** The plan for a finding, with other steps. */
function planFor(id: string, change: Partial<Plan['steps'][number]>): Plan {
  const finding = { id, check: 'crash-loop', message: 'it crashes' };
  const steps = plan.steps.map((step) => ({ ...step, ...change }));
  return { ...plan, origin: { finding, policy: null }, steps };
}

const none = planFor('aaa', { signature: '', judgements: [denial('action', 'it does not fit')] });
const denied = planFor('bbb', { judgements: [denial('mode', 'no')] });
const good = planFor('ccc', {});

test.each<[string, readonly Plan[], string]>([
  ['one that can be applied', [none, denied, good], 'To go on: mekhanikube remediate plan ccc'],
  ['one that is shown', [none, denied], 'To go on: mekhanikube remediate plan bbb'],
  ['none', [none], 'None of it has a plan: what says NO above is in the way.'],
])('what comes next is %s', (_, plans, said) => {
  expect(whatNext(plans)).toBe(said);
});
