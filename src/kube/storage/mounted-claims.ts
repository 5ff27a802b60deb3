import type { Pod } from '../object.ts';
import { claimKey, claimsOf } from './claims.ts';

/** For each node, the claims that running pods mount there, by `claimKey`. */
export function mountedClaims(pods: readonly Pod[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byNode = new Map<string, Set<string>>();
  for (const pod of pods) {
    const node = pod.spec?.nodeName;
    if (!node || pod.status?.phase !== 'Running') continue;
    for (const { name } of claimsOf(pod)) {
      const key = claimKey(pod.metadata.namespace, name);
      const known = byNode.get(node);
      if (known === undefined) byNode.set(node, new Set([key]));
      else known.add(key);
    }
  }
  return byNode;
}
