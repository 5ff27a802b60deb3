import type { Amounts } from './amounts.ts';
import { type Claim, claimStates } from './claims.ts';
import { conditionOf } from './conditions.ts';
import { type FleetNode, fleetOf, tooBigFor, tooFullFor } from './fleet.ts';
import { type NodeAlternatives, nodeAlternativesOf, satisfies } from './node-affinity.ts';
import { isStateTaint, taintsOf } from './node-states.ts';
import type { KubeEvent, Node, Pod, Toleration } from './object.ts';
import { requestsOf } from './pod-requests.ts';
import { isTerminating, isUnscheduled } from './pods.ts';
import { podsWithNodeOrdered } from './scale-up.ts';
import { type Clause, parseSchedulerMessage, type SchedulerMessage } from './scheduler-message.ts';
import { MINUTE_MS } from './time.ts';
import { untolerated } from './tolerations.ts';

/** What keeps a pod from being placed: one thing for each pod, though the scheduler may name several. */
export type Obstacle =
  | 'selector'
  | 'taint'
  | 'size'
  | 'state'
  | 'room'
  | 'ports'
  | 'volume'
  | 'claims-unbound'
  | 'claim-missing'
  | 'spread'
  | 'affinity'
  | 'anti-affinity';

/** How far the nodes come that come farthest. */
export interface Fit {
  /** What stops them, in the order of `STAGES`; `none` where nothing that can be seen in the nodes does. */
  readonly stage: (typeof STAGES)[number];
  /** The nodes that come that far. */
  readonly nodes: readonly FleetNode[];
  /** Nodes that would have room, were they in a better state. */
  readonly relief: readonly FleetNode[];
}

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
  /** Why the pod has no node; undefined for a pod that has one, is new, waits for a node on its way, or is not judged. */
  verdictOf(pod: Pod): Verdict | undefined;
}

export interface SchedulingView {
  readonly takenAtMs: number;
  age(timestamp: string | null | undefined): number;
  all(kind: 'Node'): readonly Node[];
  all(kind: 'Pod'): readonly Pod[];
  all(kind: 'Event'): readonly KubeEvent[];
  covers(kind: 'Node' | 'Pod', namespace: null): boolean;
  get(
    kind: 'PersistentVolumeClaim',
    namespace: string,
    name: string,
  ): { readonly state: 'found'; readonly object: Claim } | { readonly state: 'missing' | 'unverified' };
}

/**
 * From farthest off to nearest. What the pod's own template rules out comes first, then the size, then what passes by
 * itself: a control-plane taint beside a full worker is a matter of room, a selector that only a cordoned node
 * satisfies one of that node's state.
 */
const STAGES = ['selector', 'taint', 'size', 'state', 'room', 'none'] as const;

/** Obstacles that the message alone can tell, from the last filter of the scheduler to the first: the last one is nearest. */
const LAST_FILTER_FIRST = ['anti-affinity', 'affinity', 'spread', 'claims-unbound', 'volume', 'room', 'ports'] as const;

/** Derives, once for a snapshot, why pods have no node. Nothing is counted before the first pod is asked for. */
export function schedulingOf(view: SchedulingView): Scheduling {
  let nodes: readonly FleetNode[] | undefined;
  let ordered: ReadonlySet<string> | undefined;
  const verdicts = new WeakMap<Pod, Verdict | null>();
  const fits = new Map<string, Fit>();
  const fleet = (): readonly FleetNode[] => (nodes ??= fleetOf(view));

  const fitOf = (need: Need): Fit | null => {
    if (!view.covers('Node', null)) return null;
    const key = JSON.stringify([need.alternatives, need.tolerations, [...need.requests].sort()]);
    let fit = fits.get(key);
    if (fit === undefined) fits.set(key, (fit = fitAmong(fleet(), need)));
    return fit;
  };

  const judge = (pod: Pod): Verdict | undefined => {
    const said = saidOf(pod, view);
    if (said === undefined || said.isNew) return undefined;
    ordered ??= podsWithNodeOrdered(view);
    if (ordered.has(pod.metadata.uid ?? '')) return undefined;
    const need = needOf(pod);
    const message = parseSchedulerMessage(said.message);
    const fit = fitOf(need);
    const obstacle = said.obstacle ?? obstacleOf(message, fit);
    return obstacle && { ...need, obstacle, fit, since: said.since, message: said.message, clauses: message.clauses };
  };

  return {
    get nodes() {
      return fleet();
    },
    verdictOf(pod) {
      if (!isUnscheduled(pod) || isTerminating(pod)) return undefined;
      let verdict = verdicts.get(pod);
      if (verdict === undefined) verdicts.set(pod, (verdict = judge(pod) ?? null));
      return verdict ?? undefined;
    },
  };
}

interface Need {
  readonly alternatives: NodeAlternatives;
  readonly tolerations: readonly Toleration[];
  readonly requests: Amounts;
}

function needOf(pod: Pod): Need {
  return {
    alternatives: nodeAlternativesOf(pod),
    tolerations: pod.spec?.tolerations ?? [],
    requests: requestsOf(pod),
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

function fitAmong(nodes: readonly FleetNode[], need: Need): Fit {
  let farthest = -1;
  let reached: FleetNode[] = [];
  const relief: FleetNode[] = [];
  for (const node of nodes) {
    const stage = STAGES.indexOf(stageOf(node, need));
    if (stage > farthest) {
      farthest = stage;
      reached = [];
    }
    if (stage === farthest) reached.push(node);
    const known = node.allocatable !== null && node.requested !== null;
    if (STAGES[stage] === 'state' && known && tooFullFor(node, need.requests).length === 0) relief.push(node);
  }
  return { stage: STAGES[farthest] ?? 'room', nodes: reached, relief };
}

function stageOf(node: FleetNode, { alternatives, tolerations, requests }: Need): Fit['stage'] {
  if (!satisfies(node.node, alternatives)) return 'selector';
  const taints = untolerated(taintsOf(node.node), tolerations);
  if (taints.some((taint) => !isStateTaint(taint))) return 'taint';
  if (tooBigFor(node, requests).length > 0) return 'size';
  if (taints.length > 0) return 'state';
  return tooFullFor(node, requests).length > 0 ? 'room' : 'none';
}

/** The one obstacle that the others stand behind. */
function obstacleOf(message: SchedulerMessage, fit: Fit | null): Obstacle | undefined {
  const kinds = new Set(message.clauses.map(({ kind }) => (kind === 'resource' ? 'room' : kind)));
  // The scheduler stops before it looks at any node.
  if (kinds.has('claim-missing')) return 'claim-missing';
  if (kinds.has('claims-unbound') && message.clauses.length === 1) return 'claims-unbound';
  if (fit !== null && fit.stage !== 'none') return fit.stage;
  const last = LAST_FILTER_FIRST.find((kind) => kinds.has(kind));
  if (last === 'room' && message.hopeless && fit === null) return 'size';
  // Where a node would do by all that can be seen of it, only what cannot be seen there is left.
  if (last !== undefined || fit !== null) return last;
  if (message.total === 0) return 'room';
  if (kinds.has('selector')) return 'selector';
  return kinds.has('cordoned') || kinds.has('taint') ? stateOrTaint(message.clauses) : undefined;
}

/** Where only taints are left and nodes cannot be read: a control plane's own taint is none that anybody should tolerate. */
function stateOrTaint(clauses: readonly Clause[]): Obstacle {
  const named = clauses.filter(
    ({ kind, name }) => kind === 'taint' && !/^node-role\.kubernetes\.io\//.test(name ?? ''),
  );
  const state = clauses.some(
    ({ kind, name }) => kind === 'cordoned' || isStateTaint({ key: name?.split('=')[0] ?? '' }),
  );
  const operator = named.some(({ name }) => name !== null && !isStateTaint({ key: name.split('=')[0] ?? '' }));
  return state && !operator ? 'state' : 'taint';
}
