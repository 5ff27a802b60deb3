import { type ContainerView, containersOf } from '../containers.ts';
import type { Pod } from '../object.ts';
import { HOUR_MS, MINUTE_MS, timeMs } from '../time.ts';

/** A pod of a Job whose work is done and which does not end all the same. */
export interface HeldOpen {
  /** Containers that have ended well. */
  readonly done: readonly ContainerView[];
  /** Containers that go on. */
  readonly running: readonly ContainerView[];
  /** When the last of the others ended. */
  readonly since: string;
  /** True where what goes on is a companion by its name, its ports or its probes; false where only the time tells. */
  readonly known: boolean;
}

/** What goes on beside others by its nature: proxies, agents, what ships logs and metrics. */
const COMPANION =
  /proxy|sidecar|envoy|istio|linkerd|dapr|consul|vault|agent|fluent|filebeat|promtail|\bvector\b|log-?ship|shipper|collector|otel|exporter|cloud-?sql/i;

const KNOWN_MS = 10 * MINUTE_MS;
const UNKNOWN_MS = HOUR_MS;

/**
 * Tells whether a pod is held open by a companion of its work: ordinary containers ended well, others go on.
 *
 * Sidecars that are init containers end by themselves once the work is done, and are not meant.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#jobs-with-sidecar-containers
 */
export function heldOpen(pod: Pod, nowMs: number): HeldOpen | undefined {
  if (pod.status?.phase !== 'Running' || pod.metadata.deletionTimestamp !== undefined) return undefined;
  if ((pod.spec?.containers?.length ?? 0) < 2) return undefined;
  const app = containersOf(pod).filter(({ role }) => role === 'app');
  const running = app.filter(({ status }) => status?.state?.running !== undefined);
  const done = app.filter(({ status }) => status?.state?.terminated?.exitCode === 0);
  if (running.length === 0 || done.length === 0 || running.length + done.length < app.length) return undefined;
  const ends = done.map(({ status }) => status?.state?.terminated?.finishedAt ?? '').sort();
  const since = ends.at(-1) ?? '';
  const known = running.every(isCompanion) && !done.every(isCompanion);
  const sinceMs = timeMs(since);
  // What began, or was begun again, after the work had ended has work of its own.
  const startedMs = running.map(({ status }) => timeMs(status?.state?.running?.startedAt) ?? Number.POSITIVE_INFINITY);
  if (sinceMs !== undefined && startedMs.some((ms) => ms > sinceMs)) return undefined;
  if (sinceMs === undefined || nowMs - sinceMs < (known ? KNOWN_MS : UNKNOWN_MS)) return undefined;
  return { done, running, since, known };
}

function isCompanion({ name, spec }: ContainerView): boolean {
  const serves = (spec.ports ?? []).length > 0 || spec.readinessProbe !== undefined || spec.livenessProbe !== undefined;
  return serves || COMPANION.test(name) || COMPANION.test((spec.image ?? '').replace(/^.*\//, ''));
}
