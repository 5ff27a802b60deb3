import type { ContainerView } from '../containers.ts';
import { firstSeen } from '../events/events.ts';
import type { ContainerStatus, KubeEvent, Pod } from '../object.ts';
import { controllerOf } from '../owners.ts';
import { isReady } from '../pods.ts';
import { earliest, MINUTE_MS, timeMs } from '../time.ts';

/** How a run of a container ended. */
export interface End {
  readonly exitCode: number | null;
  /** `Error`, `Completed`, `OOMKilled`, `StartError`, ... */
  readonly reason: string | null;
  /** The first line of the termination message. */
  readonly message: string | null;
  readonly finishedAt: string | null;
  /** How long the run took; null where the kubelet does not know, as for a container that could not be started. */
  readonly ranMs: number | null;
  /** Which field of the container's status says so: `state.terminated` or `lastState.terminated`. */
  readonly field: 'state.terminated' | 'lastState.terminated';
}

/**
 * The most recent end of a container: of the run that is over, else of the one before the present run.
 *
 * The kubelet writes null, or 1970, for times that it does not know.
 */
export function lastEndOf(status: ContainerStatus | undefined): End | undefined {
  const now = status?.state?.terminated;
  const ended = now ?? status?.lastState?.terminated;
  if (ended === undefined || ended === null) return undefined;
  const started = timeMs(ended.startedAt) ?? 0;
  const finished = timeMs(ended.finishedAt) ?? 0;
  return {
    exitCode: ended.exitCode ?? null,
    reason: ended.reason || null,
    message: firstLine(ended.message),
    finishedAt: finished > 0 ? (ended.finishedAt ?? null) : null,
    ranMs: started > 0 && finished >= started ? finished - started : null,
    field: now ? 'state.terminated' : 'lastState.terminated',
  };
}

/** A run this long resets the kubelet's back-off: what ends after it is no loop. */
const BACK_OFF_RESET_MS = 10 * MINUTE_MS;
/** The longest back-off (5 minutes) and the longest run that does not reset it. */
const LOOP_WINDOW_MS = 15 * MINUTE_MS;
const LOOP_RESTARTS = 3;

/**
 * True for a container that crashes in a loop, also while it runs for a moment between two crashes.
 *
 * The length of the last run tells a loop from a long-lived container whose node was rebooted.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-restarts
 */
export function isLooping({ spec, status }: ContainerView, pod: Pod, nowMs: number): boolean {
  if (status?.state?.waiting?.reason === 'CrashLoopBackOff') return true;
  if ((status?.restartCount ?? 0) < LOOP_RESTARTS) return false;
  const end = lastEndOf(status);
  const finishedMs = timeMs(end?.finishedAt);
  if (end === undefined || finishedMs === undefined || nowMs - finishedMs >= LOOP_WINDOW_MS) return false;
  if (end.ranMs !== null && end.ranMs >= BACK_OFF_RESET_MS) return false;
  const isOver = end.field === 'state.terminated' && end.exitCode === 0;
  return !isOver || restartPolicyOf(spec, pod) === 'Always';
}

/** Since when the kubelet holds a container back before each start, by its `BackOff` events; null where none is left. */
export function loopingSince(events: readonly KubeEvent[], container: ContainerView): string | null {
  const held = events.filter(
    ({ reason, involvedObject }) =>
      reason === 'BackOff' && involvedObject?.fieldPath?.endsWith(`{${container.name}}`) === true,
  );
  return earliest(held.map(firstSeen));
}

/** Events that come with every restart, or that probes make. */
const COMMON: ReadonlySet<string> = new Set(['BackOff', 'Unhealthy', 'ProbeWarning']);

/** The newest warning about a container that may tell why it ends: a hook that failed, say. */
export function tellingEventOf(events: readonly KubeEvent[], { name }: ContainerView): KubeEvent | undefined {
  return events.find(
    ({ reason, involvedObject }) =>
      reason !== undefined && !COMMON.has(reason) && involvedObject?.fieldPath?.endsWith(`{${name}}`) === true,
  );
}

/** The fields that tell how a container ended, for evidence: four at most. */
export function endEvidence({
  status,
  statusPath,
}: ContainerView): readonly { path: string; value: string | number }[] {
  const end = lastEndOf(status);
  const waiting = status?.state?.waiting?.reason;
  const fields: readonly (readonly [string, string | number | null | undefined])[] = [
    waiting === undefined ? [`${end?.field}.finishedAt`, end?.finishedAt] : ['state.waiting.reason', waiting],
    [`${end?.field}.reason`, isTelling(end?.reason) ? end?.reason : null],
    [`${end?.field}.exitCode`, end?.exitCode],
    ['restartCount', status?.restartCount],
  ];
  return fields.flatMap(([field, value]) =>
    value === null || value === undefined ? [] : [{ path: `${statusPath}.${field}`, value }],
  );
}

/** False for the two reasons that say no more than the exit code. */
function isTelling(reason: string | null | undefined): boolean {
  return reason !== null && reason !== undefined && reason !== 'Error' && reason !== 'Completed';
}

/** The restart policy of a container: its own, or its pod's. */
export function restartPolicyOf(spec: ContainerView['spec'], pod: Pod): string {
  return spec.restartPolicy ?? pod.spec?.restartPolicy ?? 'Always';
}

/**
 * True for an end that was the node's doing: after a reboot the runtime knows of its containers no more than that they
 * are gone.
 */
export function isNodeRestart(end: End): boolean {
  return end.reason === 'ContainerStatusUnknown' || (end.reason === 'Unknown' && end.exitCode === 255);
}

/** True for a pod that no controller replaces and that is not ready: all of its workload is down. */
export function isDownAlone(pod: Pod): boolean {
  return controllerOf(pod) === undefined && !isReady(pod);
}

const MEANINGS: Readonly<Record<number, string>> = {
  0: 'ended by itself',
  1: 'application error',
  126: 'command cannot be executed',
  127: 'command not found',
  134: 'aborted, SIGABRT',
  137: 'killed, SIGKILL',
  139: 'segmentation fault, SIGSEGV',
  143: 'stopped, SIGTERM',
};

/** An exit code in words: `exit code 139 (segmentation fault, SIGSEGV)`; the kubelet's own reason where it says more. */
export function exitText(exitCode: number | null, reason: string | null): string {
  if (exitCode === null) return reason === null ? 'an unknown exit code' : `reason ${reason}`;
  const signal = exitCode > 128 && exitCode <= 159 ? `signal ${exitCode - 128}` : undefined;
  const meaning = isTelling(reason) ? reason : (MEANINGS[exitCode] ?? signal);
  return `exit code ${exitCode}${meaning === undefined ? '' : ` (${meaning})`}`;
}

/** `1 restart`, `6 restarts`. */
export function restartsText(count: number): string {
  return `${count} restart${count === 1 ? '' : 's'}`;
}

const LONGEST_LINE = 200;

/** The first line of a text that may be long, with what is cut off marked; null of an empty one. */
export function firstLine(text: string | null | undefined): string | null {
  const line = text?.split('\n').find((candidate) => candidate.trim() !== '');
  if (line === undefined) return null;
  const trimmed = line.trim();
  return trimmed.length > LONGEST_LINE ? `${trimmed.slice(0, LONGEST_LINE - 1)}…` : trimmed;
}
