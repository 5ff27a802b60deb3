import { expect, test } from 'vitest';
import type { Finding } from '../../../../src/findings/finding.ts';
import { knownIn, seesLess } from '../../../../src/remedy/run/known.ts';

const look = (unjudged: readonly string[], ids: readonly string[] = []) => ({
  findings: ids.map((id) => ({ id }) as Finding),
  unjudged,
});

test('what is known are the findings and what could not be judged', () => {
  const known = knownIn(look(['hpa-at-max'], ['f1']));
  expect([...known]).toEqual(['f1', 'unjudged hpa-at-max']);
  expect(seesLess(look(['hpa-at-max']), known)).toBe(false);
  expect(seesLess(look([]), known)).toBe(false);
  expect(seesLess(look(['hpa-at-max', 'pod-crash-loop']), known)).toBe(true);
  // A finding of that name is none that could not be judged.
  expect(seesLess(look(['f1']), known)).toBe(true);
});
