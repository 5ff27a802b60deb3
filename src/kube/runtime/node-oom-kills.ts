import { type ContainerView, runningContainersOf } from '../containers.ts';
import { firstSeen, lastSeen } from '../events/events.ts';
import type { KubeEvent, Node, Pod } from '../object.ts';
import { DAY_MS, MINUTE_MS, timeMs } from '../time.ts';
import { type End, isLooping, lastEndOf } from './ends.ts';

/** A container that was killed while its whole node was out of memory. */
export interface NodeOomKill {
  readonly container: ContainerView;
  readonly end: End & { readonly finishedAt: string };
  readonly event: KubeEvent;
  /** True where it runs again. */
  readonly running: boolean;
}

interface View {
  readonly takenAtMs: number;
  age(timestamp: string | null | undefined): number;
  warnings(kind: 'Event', object: Node): readonly KubeEvent[];
}

const SIGKILL = 137;
/** The kubelet watches the kernel's log, and may come late. */
const SLACK_MS = MINUTE_MS;

/**
 * The containers of a pod that SIGKILL ended when their node ran out of memory. The kernel's own limit of a container is
 * no part of this: there the reason is `OOMKilled`.
 */
export function nodeOomKillsOf(pod: Pod, node: Node, view: View): readonly NodeOomKill[] {
  const ended = runningContainersOf(pod).flatMap((container) => {
    const end = lastEndOf(container.status);
    if (end === undefined || end.finishedAt === null || end.exitCode !== SIGKILL || end.reason !== 'Error') return [];
    return view.age(end.finishedAt) < DAY_MS ? [{ container, end: { ...end, finishedAt: end.finishedAt } }] : [];
  });
  if (ended.length === 0) return [];
  const events = view.warnings('Event', node).filter(({ reason }) => reason === 'SystemOOM');
  return ended.flatMap(({ container, end }) => {
    const event = events.find((one) => isAbout(one, timeMs(end.finishedAt) ?? 0));
    const running = container.status?.state?.running !== undefined && !isLooping(container, pod, view.takenAtMs);
    return event === undefined ? [] : [{ container, end, event, running }];
  });
}

/** Of an event that was seen several times only the first and the last time are known. */
function isAbout(event: KubeEvent, endedMs: number): boolean {
  return [firstSeen(event), lastSeen(event)].some((seen) => {
    const seenMs = timeMs(seen);
    return seenMs !== undefined && Math.abs(seenMs - endedMs) <= SLACK_MS;
  });
}
