import type { Condition, Leaf } from '../schema/conditions.ts';

/** A leaf, and whether it stands under a `none`. */
export interface PlacedLeaf {
  readonly leaf: Leaf;
  readonly negated: boolean;
}

/** All leaves of a tree, in their order. */
export function leavesOf(condition: Condition, negated = false): readonly PlacedLeaf[] {
  if (condition.type === 'leaf') return [{ leaf: condition, negated }];
  const straight = [...condition.all, ...condition.any].flatMap((child) => leavesOf(child, negated));
  return [...straight, ...condition.none.flatMap((child) => leavesOf(child, true))];
}
