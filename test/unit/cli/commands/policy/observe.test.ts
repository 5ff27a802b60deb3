import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type HouseRules, houseRules } from '../../../../../src/cli/commands/house-rules.ts';
import { factsHere } from '../../../../../src/cli/commands/policy/load.ts';
import { observe } from '../../../../../src/cli/commands/policy/observe.ts';
import { parsePolicies } from '../../../../../src/remedy/policy/load/parse-policies.ts';
import { TEMPLATES } from '../../../../../src/remedy/policy/templates/templates.ts';
import { openRecording } from '../../../../../src/snapshot/recording/open.ts';
import { IgnoreRuleSchema } from '../../../../../src/suppress/rule-schema.ts';

const RECORDING = join(import.meta.dirname, '../../../../../examples/many-faults.json.gz');

/** The targets of a template that match, in a house with these rules. */
async function matching(more: Partial<HouseRules>): Promise<readonly string[]> {
  const text = TEMPLATES.find(({ name }) => name === 'crash-loop-rollback')?.text ?? '';
  const { policies } = parsePolicies('policy.yaml', text, factsHere());
  const snapshot = await openRecording(RECORDING);
  const house = { ...(await houseRules({}, {})), ...more };
  const doors = { list: null, prometheus: null };
  const { evaluations } = await observe(policies, { snapshot, house }, doors, Date.parse(snapshot.takenAt));
  const targets = evaluations.flatMap((evaluation) => evaluation.targets);
  return targets.filter(({ outcome }) => outcome === 'Matches').map(({ target }) => target.namespace ?? '');
}

test('what is ignored is not repaired', async () => {
  expect(await matching({})).toEqual(['fault-rollout-crash']);
  const rule = IgnoreRuleSchema.parse({ namespace: 'fault-rollout-*', reason: 'known' });
  expect(await matching({ rules: [{ rule, where: 'a.yaml:3' }] })).toEqual([]);
});
