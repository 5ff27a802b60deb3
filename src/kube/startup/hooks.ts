import type { ContainerView } from '../containers.ts';
import { eventCount, firstSeen, lastSeen } from '../events/events.ts';
import type { KubeEvent } from '../object.ts';
import { lastEndOf } from '../runtime/ends.ts';
import { earliest, MINUTE_MS, timeMs } from '../time.ts';

/** A hook of a container that failed when it was last started or stopped. */
export interface HookFailure {
  readonly hook: 'postStart' | 'preStop';
  readonly event: KubeEvent;
  readonly since: string | null;
}

const HOOKS: Readonly<Record<string, HookFailure['hook']>> = {
  FailedPostStartHook: 'postStart',
  FailedPreStopHook: 'preStop',
};

/** The kubelet kills the container, and notes its end, within its grace period after the hook has failed. */
const SLACK_MS = 2 * MINUTE_MS;

/**
 * The hook that failed at a container's last end; undefined where it ended otherwise since, or a hook failed only once
 * when it was stopped.
 *
 * @param events warning events about the pod, newest first
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/kubelet/kuberuntime/kuberuntime_container.go
 */
export function hookFailureOf(events: readonly KubeEvent[], { name, status }: ContainerView): HookFailure | undefined {
  const own = events.filter(({ reason, involvedObject }) => {
    return HOOKS[reason ?? ''] !== undefined && involvedObject?.fieldPath?.endsWith(`{${name}}`) === true;
  });
  const [newest] = own;
  const hook = HOOKS[newest?.reason ?? ''];
  if (newest === undefined || hook === undefined) return undefined;
  const endedMs = timeMs(lastEndOf(status)?.finishedAt);
  const failedMs = timeMs(lastSeen(newest)) ?? 0;
  if (endedMs !== undefined && failedMs < endedMs - SLACK_MS) return undefined;
  const same = own.filter(({ reason }) => reason === newest.reason);
  if (hook === 'preStop' && same.reduce((sum, event) => sum + eventCount(event), 0) < 2) return undefined;
  return { hook, event: newest, since: earliest(same.map(firstSeen)) };
}
