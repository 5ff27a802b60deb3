import { conditionOf } from '../conditions.ts';
import { type ContainerView, runningContainersOf } from '../containers.ts';
import type { ObjectOf, Pod } from '../object.ts';
import { MINUTE_MS, timeMs } from '../time.ts';
import { isRollingOut } from '../workloads/workloads.ts';
import { probeBudgetMs } from './probes.ts';

/** How long a container may run, or a pod be unready, before anything is said about it. */
const PATIENCE_MS = 2 * MINUTE_MS;
/** An init container that runs this long waits for something. */
const WAITING_MS = 5 * MINUTE_MS;

/** Why a pod that runs is not ready: a container whose probe does not pass, or a gate that nobody opens. */
export type Unready =
  | { readonly by: 'container'; readonly container: ContainerView; readonly since: string | null }
  | { readonly by: 'gate'; readonly gate: string; readonly since: string | null };

/**
 * Why a pod is not ready although all its containers run, for longer than a start may take.
 *
 * Undefined while a container waits, has ended, or is within the time that its probes give it for its start.
 */
export function unreadyOf(pod: Pod, nowMs: number): Unready | undefined {
  const ready = conditionOf(pod, 'Ready');
  if (ready?.status !== 'False' || isRecent(ready.lastTransitionTime, PATIENCE_MS, nowMs)) return undefined;
  const containers = runningContainersOf(pod);
  const since = ready.lastTransitionTime;
  if (containers.some((container) => isStarting(container, nowMs))) return undefined;
  const container = containers.find(({ status }) => status?.ready === false);
  if (container !== undefined) return { by: 'container', container, since };
  const gate = unmetGate(pod);
  return ready.reason === 'ReadinessGatesNotReady' && gate !== undefined ? { by: 'gate', gate, since } : undefined;
}

/** True for a container that runs and ought to be ready by now: all the time that its probes give it is over. */
export function isOverdue(container: ContainerView, pod: Pod, nowMs: number): boolean {
  const ready = conditionOf(pod, 'Ready');
  if (ready?.status !== 'False' || isRecent(ready.lastTransitionTime, PATIENCE_MS, nowMs)) return false;
  return container.role !== 'init' && container.status?.ready === false && !isStarting(container, nowMs);
}

/** True for an init container that has been running for so long that it seems to wait for something. */
export function waitsLong({ role, status }: ContainerView, nowMs: number): boolean {
  const startedMs = timeMs(status?.state?.running?.startedAt);
  return role === 'init' && startedMs !== undefined && nowMs - startedMs >= WAITING_MS;
}

function isRecent(timestamp: string | null | undefined, withinMs: number, nowMs: number): boolean {
  const ms = timeMs(timestamp);
  return ms === undefined || nowMs - ms < withinMs;
}

/** A container that does not run, whose startup probe has not succeeded, or whose readiness probe has not had its time. */
function isStarting({ spec, status }: ContainerView, nowMs: number): boolean {
  if (status?.ready === true) return false;
  if (spec.startupProbe && status?.started !== true) return true;
  const budgetMs = spec.readinessProbe ? probeBudgetMs(spec.readinessProbe) : 0;
  return isRecent(status?.state?.running?.startedAt, Math.max(PATIENCE_MS, budgetMs), nowMs);
}

/** @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-readiness-gate */
function unmetGate(pod: Pod): string | undefined {
  const gates = (pod.spec?.readinessGates ?? []).flatMap(({ conditionType }) => conditionType ?? []);
  return gates.find((gate) => conditionOf(pod, gate)?.status !== 'True');
}

/** True for a pod that was not ready yet since its start, of a Deployment that rolls out while enough others serve. */
export function isRolledOutBehind(pod: Pod, deployment: ObjectOf<'Deployment'>): boolean {
  if (!isRollingOut(deployment) || conditionOf(deployment, 'Available')?.status !== 'True') return false;
  const unreadyMs = timeMs(conditionOf(pod, 'Ready')?.lastTransitionTime) ?? 0;
  const starts = runningContainersOf(pod).map(({ status }) => timeMs(status?.state?.running?.startedAt) ?? 0);
  return unreadyMs <= Math.max(...starts);
}
