import type { Pod } from './object.ts';
import { isActive, isReady, isTerminating, isUnscheduled } from './pods.ts';
import { hasStumbled } from './startup/waiting.ts';

/**
 * The pods that are meant to run and do not, or not without trouble: not ready, or with a container that waits or has
 * ended before. For `among` of a check, or `view.shared`.
 */
export function suspects(view: { all(kind: 'Pod'): readonly Pod[] }): ReadonlySet<Pod> {
  return new Set(view.all('Pod').filter((pod) => isActive(pod) && (hasStumbled(pod) || !isReady(pod))));
}

/** The pods that wait for a node. For `among` of a check. */
export function unplaced(view: { all(kind: 'Pod'): readonly Pod[] }): ReadonlySet<Pod> {
  return new Set(view.all('Pod').filter((pod) => isUnscheduled(pod) && !isTerminating(pod)));
}

/** The conditions that every pod has. */
const ORDINARY: ReadonlySet<string | undefined> = new Set([
  'PodReadyToStartContainers',
  'Initialized',
  'Ready',
  'ContainersReady',
  'PodScheduled',
]);

/**
 * The pods whose status tells more than that they run: in another phase, with a reason, an end or a restart of a
 * container, a condition that not every pod has, or being deleted. For `among` of a check.
 */
export function unsteady(view: { all(kind: 'Pod'): readonly Pod[] }): ReadonlySet<Pod> {
  return new Set(view.all('Pod').filter((pod) => !isSteady(pod)));
}

function isSteady(pod: Pod): boolean {
  const { phase, reason, conditions = [], containerStatuses = [] } = pod.status ?? {};
  if (phase !== 'Running' || reason !== undefined || isTerminating(pod) || hasStumbled(pod)) return false;
  return (
    containerStatuses.every(({ restartCount = 0 }) => restartCount === 0) &&
    conditions.every((condition) => ORDINARY.has(condition?.type))
  );
}
