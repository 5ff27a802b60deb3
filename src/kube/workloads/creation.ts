import { conditionOf, conditionPath } from '../conditions.ts';
import { firstSeen, lastSeen } from '../events/events.ts';
import type { KubeEvent, KubeObject, Pod } from '../object.ts';
import { earliest, MINUTE_MS, SECOND_MS, timeMs } from '../time.ts';
import { parseRefusal, type Refusal } from './refusal.ts';

/** The kinds that create pods themselves, and so hear of it when the API server refuses one. */
export const POD_MAKERS = ['DaemonSet', 'Job', 'ReplicaSet', 'StatefulSet'] as const;

/**
 * Longer than the longest pause between two tries: controllers back off up to 1000 seconds.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.0/staging/src/k8s.io/client-go/util/workqueue/default_rate_limiters.go
 */
const LAST_TRY_MS = 20 * MINUTE_MS;

/** What heals by itself while a manifest is being applied (a ServiceAccount after its Deployment) is over by then. */
const SETTLING_MS = 30 * SECOND_MS;

interface PodMaker extends KubeObject {
  readonly spec?:
    | {
        readonly selector?: unknown;
        readonly replicas?: number | undefined;
        readonly suspend?: boolean | undefined;
        readonly parallelism?: number | undefined;
        readonly completions?: number | undefined;
      }
    | undefined;
  readonly status?:
    | {
        readonly replicas?: number | undefined;
        readonly desiredNumberScheduled?: number | undefined;
        readonly currentNumberScheduled?: number | undefined;
        readonly active?: number | undefined;
        readonly succeeded?: number | undefined;
        readonly conditions?:
          | readonly { readonly type?: string | undefined; readonly status?: string | undefined }[]
          | undefined;
      }
    | undefined;
}

/** The part of a view that is needed here. */
interface Surroundings {
  readonly takenAtMs: number;
  warnings(kind: 'Event', object: KubeObject): readonly KubeEvent[];
  controlledBy(kind: 'Pod', owner: KubeObject): readonly Pod[];
}

/** A refusal that stands now. */
export interface StandingRefusal<R extends Refusal = Refusal> {
  readonly refusal: R;
  readonly since: string | null;
  /** Where it was read. */
  readonly seen: { readonly object: KubeObject; readonly path: string; readonly value: string };
}

/** How many pods a workload wants that do not exist; 0 where it has them all, wants none or is being deleted. */
export function missingPods(workload: PodMaker): number {
  const { spec, status } = workload;
  if (workload.metadata.deletionTimestamp !== undefined) return 0;
  switch (workload.kind) {
    case 'DaemonSet':
      return Math.max(0, (status?.desiredNumberScheduled ?? 0) - (status?.currentNumberScheduled ?? 0));
    case 'Job':
      return missingOfJob(workload);
    default:
      return Math.max(0, (spec?.replicas ?? 1) - (status?.replicas ?? 0));
  }
}

function missingOfJob(job: PodMaker): number {
  const { spec, status } = job;
  const over = ['Complete', 'Failed', 'SuccessCriteriaMet', 'FailureTarget'];
  if (spec?.suspend === true || over.some((type) => conditionOf(job, type)?.status === 'True')) return 0;
  const succeeded = status?.succeeded ?? 0;
  const parallelism = spec?.parallelism ?? 1;
  const left = spec?.completions === undefined ? (succeeded > 0 ? 0 : parallelism) : spec.completions - succeeded;
  return Math.max(0, Math.min(parallelism, left) - (status?.active ?? 0));
}

/**
 * Why the API server refuses the pods that a workload wants, if it does and for that reason.
 *
 * A ReplicaSet says in a condition that creating fails, with the text of its first failure; all others say so
 * in events only, which count while they are newer than the newest pod.
 */
export function refusedBy<By extends Refusal['by']>(
  workload: PodMaker,
  view: Surroundings,
  ...by: readonly By[]
): StandingRefusal<Extract<Refusal, { by: By }>> | undefined {
  const standing = standingRefusal(workload, view);
  return standing !== undefined && isBy(standing, by) ? standing : undefined;
}

/** Why the API server refuses the pods that a workload wants, if it does. */
export function standingRefusal(workload: PodMaker, view: Surroundings): StandingRefusal | undefined {
  if (missingPods(workload) === 0) return undefined;
  const events = view.warnings('Event', workload).filter((event) => event.reason === 'FailedCreate');
  const standing = workload.kind === 'ReplicaSet' ? ofReplicaSet(workload, events) : ofEvents(workload, events, view);
  const sinceMs = timeMs(standing?.since);
  return sinceMs !== undefined && view.takenAtMs - sinceMs < SETTLING_MS ? undefined : standing;
}

function ofReplicaSet(workload: PodMaker, events: readonly KubeEvent[]): StandingRefusal | undefined {
  const failure = conditionOf(workload, 'ReplicaFailure');
  if (failure?.status !== 'True' || failure.reason !== 'FailedCreate') return undefined;
  const [newest] = events;
  const value = newest?.message ?? failure.message;
  const seen =
    newest?.message === undefined
      ? { object: workload, path: `${conditionPath('ReplicaFailure')}.message`, value }
      : { object: newest, path: 'message', value };
  return { refusal: parseRefusal(value), since: failure.lastTransitionTime, seen };
}

function ofEvents(workload: PodMaker, events: readonly KubeEvent[], view: Surroundings): StandingRefusal | undefined {
  const born = view.controlledBy('Pod', workload).map((pod) => timeMs(pod.metadata.creationTimestamp) ?? 0);
  const newestPodMs = born.reduce((newest, ms) => Math.max(newest, ms), 0);
  const since = events.filter((event) => (timeMs(lastSeen(event)) ?? 0) >= newestPodMs);
  const [newest] = since;
  if (newest?.message === undefined || view.takenAtMs - (timeMs(lastSeen(newest)) ?? 0) > LAST_TRY_MS) return undefined;
  return {
    refusal: parseRefusal(newest.message),
    since: earliest(since.map(firstSeen)),
    seen: { object: newest, path: 'message', value: newest.message },
  };
}

function isBy<By extends Refusal['by']>(
  standing: StandingRefusal,
  by: readonly By[],
): standing is StandingRefusal<Extract<Refusal, { by: By }>> {
  return by.some((one) => one === standing.refusal.by);
}
