import type { Pod } from './object.ts';
import { isActive, isReady } from './pods.ts';
import { hasStumbled } from './startup/waiting.ts';

/**
 * The pods that are meant to run and do not, or not without trouble: not ready, or with a container that waits or has
 * ended before. All others can be left early: pass this to `view.shared`, so that it walks over all pods once.
 */
export function suspects(view: { all(kind: 'Pod'): readonly Pod[] }): ReadonlySet<Pod> {
  return new Set(view.all('Pod').filter((pod) => isActive(pod) && (hasStumbled(pod) || !isReady(pod))));
}
