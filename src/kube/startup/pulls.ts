import { conditionOf } from '../conditions.ts';
import { containersOf } from '../containers.ts';
import { lastSeen } from '../events/events.ts';
import type { KubeEvent, Pod } from '../object.ts';
import { timeMs } from '../time.ts';
import { type StartingContainer, startingContainerOf } from './creating.ts';

/** An image that a container waits for. */
export interface Pull extends StartingContainer {
  readonly image: string;
}

/** Warnings that are no reason for a container not to be created. */
const HARMLESS: ReadonlySet<string> = new Set(['FailedScheduling', 'FailedToRetrieveImagePullSecret', 'Unhealthy']);

/** True where a warning since then says why a container is not created. */
export function isToldWhy(events: readonly KubeEvent[], since: string | null): boolean {
  const sinceMs = timeMs(since) ?? 0;
  return events.some((event) => !HARMLESS.has(event.reason ?? '') && (timeMs(lastSeen(event)) ?? 0) >= sinceMs);
}

/**
 * The image that the node pulls for a pod: all before it is done, and nothing has failed.
 *
 * While a postStart hook runs, the kubelet reports the container as not created; and it runs one after the other. Kubelets
 * before 1.29 do not say whether the pod is prepared.
 *
 * @param events the warnings about the pod
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/kubelet/kuberuntime/kuberuntime_manager.go
 */
export function pullOf(pod: Pod, events: readonly KubeEvent[]): Pull | undefined {
  if (conditionOf(pod, 'PodReadyToStartContainers')?.status !== 'True') return undefined;
  const starting = startingContainerOf(pod);
  if (starting === undefined || isToldWhy(events, starting.since)) return undefined;
  const containers = containersOf(pod);
  const next = containers.find(({ name }) => name === starting.container)?.spec;
  if (next?.image === undefined || next.imagePullPolicy === 'Never') return undefined;
  return containers.some(({ spec }) => spec.lifecycle?.postStart !== undefined)
    ? undefined
    : { ...starting, image: next.image };
}
