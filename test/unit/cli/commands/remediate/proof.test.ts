import { expect, test } from 'vitest';
import { proofOf } from '../../../../../src/cli/commands/remediate/proof.ts';
import { Step } from '../../../../../src/remedy/policy/schema/steps.ts';

const step = (more: object) => Step.parse({ id: 'undo', action: 'rollout.undo', ...more });

test.each<[string, object, number]>([
  ['without a time: as by hand', { verify: { rollout: 'Complete', conditionCleared: ['stalled'] } }, 10_000],
  ['only the rollout', { verify: { rollout: 'Complete' } }, 10_000],
  ['a longer time', { verify: { conditionCleared: ['stalled'], for: '2m' } }, 120_000],
  ['a shorter time, as it is written', { verify: { conditionCleared: ['stalled'], for: '1s' } }, 1_000],
  ['no longer than the step has', { timeout: '12s', verify: { conditionCleared: ['stalled'] } }, 6_000],
  ['nothing to prove', {}, 0],
])('%s', (_, more, forMs) => {
  expect(proofOf(step(more), ['f1']).forMs).toBe(forMs);
});

test('what is to be gone, and what may not come', () => {
  expect(proofOf(step({ verify: { conditionCleared: ['a'], noNewFindings: 'high' } }), ['f1'])).toEqual({
    cleared: ['f1'],
    forMs: 10_000,
    noNewFindings: 'high',
  });
});
