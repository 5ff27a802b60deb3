import type { Condition } from '../schema/conditions.ts';
import { allOf, anyOf, not, type Truth } from './truth.ts';

/** The truth of a condition, given that of its leaves. A leaf that nobody judged is unknown. */
export function truthOfTree(condition: Condition, leaves: ReadonlyMap<string, Truth>): Truth {
  if (condition.type === 'leaf') return leaves.get(condition.id) ?? 'unknown';
  const truths = (branch: readonly Condition[]) => branch.map((child) => truthOfTree(child, leaves));
  return allOf([
    allOf(truths(condition.all)),
    condition.any.length === 0 ? 'true' : anyOf(truths(condition.any)),
    not(anyOf(truths(condition.none))),
  ]);
}
