import { type ContainerView, containersOf } from '../containers.ts';
import type { Pod } from '../object.ts';
import { timeMs } from '../time.ts';
import { isCreating, unreadySince } from './pod-start.ts';

/** The container that comes next and is still being created. */
export interface StartingContainer {
  readonly container: string;
  readonly reason: string;
  /** Since when its turn is; null where nothing says so. */
  readonly since: string | null;
  readonly path: string;
}

/** The container whose creation a pod waits for; undefined where it waits for one that runs, has ended, or failed. */
export function startingContainerOf(pod: Pod): StartingContainer | undefined {
  const containers = containersOf(pod);
  const next = containers.find((container) => !isDone(container) && (container.role !== 'app' || isWaiting(container)));
  if (next === undefined || !isWaiting(next)) return undefined;
  // A container that ran before is restarted, which other reasons tell of.
  const { state, lastState } = next.status ?? {};
  if (lastState?.terminated !== undefined) return undefined;
  return {
    container: next.name,
    reason: state?.waiting?.reason ?? 'ContainerCreating',
    since: latest([unreadySince(pod), ...containers.map(({ status }) => status?.state?.terminated?.finishedAt)]),
    path: `${next.statusPath}.state.waiting.reason`,
  };
}

/**
 * The container whose postStart hook a pod may wait for: while one runs, the kubelet reports neither its container nor
 * those that were started with it.
 */
export function startingHookOf(pod: Pod, { container }: StartingContainer): string | undefined {
  const containers = containersOf(pod);
  const starting = containers.find(({ name }) => name === container);
  const together = starting?.role === 'app' ? containers.filter(({ role }) => role === 'app') : [];
  return [...(starting === undefined ? [] : [starting]), ...together].find(
    (candidate) => isWaiting(candidate) && candidate.spec.lifecycle?.postStart !== undefined,
  )?.name;
}

/** An init container has to end well, a sidecar to have started. */
function isDone({ role, status }: ContainerView): boolean {
  if (role === 'init') return status?.state?.terminated?.exitCode === 0;
  return role === 'sidecar' && status?.started === true;
}

function isWaiting({ status }: ContainerView): boolean {
  const { running, terminated, waiting } = status?.state ?? {};
  return running === undefined && terminated === undefined && isCreating(waiting?.reason);
}

function latest(timestamps: readonly (string | null | undefined)[]): string | null {
  let best: string | null = null;
  for (const timestamp of timestamps) {
    if (timestamp && (timeMs(timestamp) ?? 0) > (timeMs(best) ?? -1)) best = timestamp;
  }
  return best;
}
