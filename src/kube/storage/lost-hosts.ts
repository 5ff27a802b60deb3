import type { Node } from '../object.ts';
import { satisfies } from '../scheduling/node-affinity.ts';
import { type Volume, volumePlaces } from '../scheduling/volume-places.ts';

/** Labels that name one node: what they name does not come back by itself, as a zone without nodes does. */
const ONE_NODE = /(^|[./-])hostname$|\/node$/;

/**
 * The nodes that a volume lies on, by name, where none of them exists any more; undefined where one does, or where
 * the volume is not bound to single nodes.
 */
export function lostHosts(volume: Volume, nodes: readonly Node[]): readonly string[] | undefined {
  const places = volumePlaces(volume);
  if (places === undefined || nodes.length === 0) return undefined;
  const hosts = new Set<string>();
  for (const requirements of places) {
    const named = requirements.filter(({ expression, of }) => {
      return expression.operator === 'In' && (of === 'field' || ONE_NODE.test(expression.key ?? ''));
    });
    if (named.length === 0) return undefined;
    for (const requirement of named) {
      if (nodes.some((node) => satisfies(node, [[requirement]]))) return undefined;
      for (const value of requirement.expression.values ?? []) hosts.add(value);
    }
  }
  return hosts.size === 0 ? undefined : [...hosts].sort();
}
