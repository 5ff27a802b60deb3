import type { Amounts } from '../amounts.ts';
import { conditionOf } from '../conditions.ts';
import type { KubeEvent, Node, Pod } from '../object.ts';
import { isTerminating, isUnscheduled } from '../pods.ts';
import { type Claim, claimStates } from '../storage/claims.ts';
import { MINUTE_MS } from '../time.ts';
import { type FleetNode, fleetOf } from './fleet.ts';
import { type NodeAlternatives, nodeAlternativesOf, type UnmetSelector, unmetBy } from './node-affinity.ts';
import { type Fit, fitWithin, type Need, NO_NODES, type Placement, placementAmong } from './node-fit.ts';
import { type Obstacle, obstacleOf } from './obstacle.ts';
import { requestsOf } from './pod-requests.ts';
import { podsWithNodeOrdered } from './scale-up.ts';
import { type Clause, parseSchedulerMessage, type SchedulerMessage } from './scheduler-message.ts';

export interface Verdict {
  readonly obstacle: Obstacle;
  readonly since: string | null;
  /** The scheduler's own words. */
  readonly message: string;
  readonly clauses: readonly Clause[];
  readonly requests: Amounts;
  readonly alternatives: NodeAlternatives;
  /** Null where the nodes could not be read. */
  readonly fit: Fit | null;
}

export interface Scheduling {
  readonly nodes: readonly FleetNode[];
  /** Why no node satisfies these alternatives, if none does. */
  unmet(alternatives: NodeAlternatives): UnmetSelector | undefined;
  /** Why the pod has no node; undefined for a pod that has one, is new, waits for a node on its way, or is not judged. */
  verdictOf(pod: Pod): Verdict | undefined;
}

export interface SchedulingView {
  readonly takenAtMs: number;
  age(timestamp: string | null | undefined): number;
  all(kind: 'Node'): readonly Node[];
  all(kind: 'Pod'): readonly Pod[];
  all(kind: 'Event'): readonly KubeEvent[];
  covers(kind: 'Node' | 'Pod', namespace: string | null): boolean;
  get(
    kind: 'PersistentVolumeClaim',
    namespace: string,
    name: string,
  ): { readonly state: 'found'; readonly object: Claim } | { readonly state: 'missing' | 'unverified' };
}

/** Derives, once for a snapshot, why pods have no node. Nothing is counted before the first pod is asked for. */
export function schedulingOf(view: SchedulingView): Scheduling {
  return new SnapshotScheduling(view);
}

class SnapshotScheduling implements Scheduling {
  readonly #view: SchedulingView;
  readonly #verdicts = new WeakMap<Pod, Verdict | null>();
  readonly #placements = new Map<string, Placement>();
  readonly #fits = new Map<string, Fit>();
  readonly #unmet = new Map<string, UnmetSelector | null>();
  #nodes: readonly FleetNode[] | undefined;
  #ordered: ReadonlySet<string> | undefined;

  constructor(view: SchedulingView) {
    this.#view = view;
  }

  get nodes(): readonly FleetNode[] {
    this.#nodes ??= fleetOf(this.#view);
    return this.#nodes;
  }

  verdictOf(pod: Pod): Verdict | undefined {
    if (!isUnscheduled(pod) || isTerminating(pod)) return undefined;
    const known = this.#verdicts.get(pod);
    if (known !== undefined) return known ?? undefined;
    const verdict = this.#judge(pod);
    this.#verdicts.set(pod, verdict ?? null);
    return verdict;
  }

  unmet(alternatives: NodeAlternatives): UnmetSelector | undefined {
    const key = JSON.stringify(alternatives);
    const known = this.#unmet.get(key);
    if (known !== undefined) return known ?? undefined;
    const nodes = this.nodes.map(({ node }) => node);
    const unmet = unmetBy(nodes, alternatives);
    this.#unmet.set(key, unmet ?? null);
    return unmet;
  }

  #judge(pod: Pod): Verdict | undefined {
    const said = saidOf(pod, this.#view);
    if (said === undefined || said.isNew) return undefined;
    this.#ordered ??= podsWithNodeOrdered(this.#view);
    if (this.#ordered.has(pod.metadata.uid ?? '')) return undefined;
    const message = parseSchedulerMessage(said.message);
    const need = needOf(pod, message);
    const fit = this.#fitOf(need);
    const obstacle = said.obstacle ?? obstacleOf(message, fit) ?? 'other';
    return { ...need, obstacle, fit, since: said.since, message: said.message, clauses: message.clauses };
  }

  /** Pods of one template ask for the same, and many templates differ in their requests only. */
  #fitOf({ alternatives, tolerations, requests }: Need): Fit | null {
    if (!this.#view.covers('Node', null)) return null;
    if (this.nodes.length === 0) return NO_NODES;
    const place = JSON.stringify([alternatives, tolerations]);
    const key = place + JSON.stringify([...requests].sort());
    const known = this.#fits.get(key);
    if (known !== undefined) return known;
    const placement = this.#placements.get(place) ?? placementAmong(this.nodes, { alternatives, tolerations });
    const fit = fitWithin(placement, requests);
    this.#placements.set(place, placement);
    this.#fits.set(key, fit);
    return fit;
  }
}

function needOf(pod: Pod, { clauses }: SchedulerMessage): Need {
  const named = new Set(clauses.map(({ name }) => name));
  // An extended resource that the scheduler does not complain of may come from elsewhere: a device claim, an extender.
  const requests = [...requestsOf(pod)].filter(([resource]) => !resource.includes('/') || named.has(resource));
  return {
    alternatives: nodeAlternativesOf(pod),
    tolerations: pod.spec?.tolerations ?? [],
    requests: new Map(requests),
  };
}

/** What the scheduler says of the pod, if it has failed to place it; a pod whose volume is being made has no word of it. */
function saidOf(pod: Pod, view: SchedulingView) {
  const condition = conditionOf(pod, 'PodScheduled');
  const waits = condition === undefined || condition.status === 'False' ? claimStates(pod, view) : undefined;
  const since = condition?.lastTransitionTime ?? null;
  const began = condition === undefined ? pod.metadata.creationTimestamp : since;
  const isNew = began !== null && began !== undefined && view.age(began) < MINUTE_MS;
  if (waits?.provisioning) {
    return { message: condition?.message ?? '', since, isNew, obstacle: 'claims-unbound' as const };
  }
  if (condition?.status !== 'False' || condition.reason === 'SchedulingGated') return undefined;
  return { message: condition.message, since, isNew, obstacle: undefined };
}
