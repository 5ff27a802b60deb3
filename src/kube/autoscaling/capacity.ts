import { compareText } from '../../base/collate.ts';
import type { KubeObject, Pod } from '../object.ts';
import { type ObjectRef, refKey } from '../object-ref.ts';
import { controllerOf } from '../owners.ts';
import { allocatableOf, type FleetNode, freeOf } from '../scheduling/fleet.ts';
import { type SchedulingView, schedulingOf } from '../scheduling/scheduling.ts';

/** A resource of which the nodes have next to nothing left, while pods of several workloads wait for it. */
export interface Exhausted {
  readonly resource: string;
  readonly requested: number;
  readonly allocatable: number;
  /** The nodes that these pods may use. */
  readonly nodes: readonly FleetNode[];
  readonly waiting: readonly Pod[];
  readonly owners: readonly ObjectRef[];
}

interface Surroundings extends SchedulingView {
  topOwner(object: KubeObject): ObjectRef;
  shared<T>(derive: (view: SchedulingView) => T): T;
}

/** Pods that wait for one resource. */
interface Queue {
  readonly pods: Pod[];
  readonly owners: Map<string, ObjectRef>;
  readonly nodes: Map<string, FleetNode>;
}

/** Above this share the rest is what no pod fits into. */
const FULL = 0.95;

/**
 * The resource that has run out, for each pod that waits for it: pass it to `view.shared`.
 *
 * Pods of one workload that asks for too much are that workload's matter; so are pods that one node alone may run.
 */
export function exhaustion(view: Surroundings): ReadonlyMap<Pod, Exhausted> {
  const byResource = new Map<string, Queue>();
  const scheduling = view.shared(schedulingOf);
  for (const pod of view.all('Pod')) {
    if (pod.spec?.nodeName || controllerOf(pod)?.kind === 'DaemonSet') continue;
    const verdict = scheduling.verdictOf(pod);
    const fit = verdict?.obstacle === 'room' ? verdict.fit : null;
    if (fit === null || fit.relief.length > 0 || fit.shortages.together) continue;
    for (const { resource } of fit.shortages.short) {
      const known: Queue = byResource.get(resource) ?? { pods: [], owners: new Map(), nodes: new Map() };
      const owner = view.topOwner(pod);
      known.pods.push(pod);
      known.owners.set(refKey(owner), owner);
      for (const node of fit.nodes) known.nodes.set(node.name, node);
      byResource.set(resource, known);
    }
  }
  const byPod = new Map<Pod, Exhausted>();
  for (const [resource, { pods, owners, nodes }] of [...byResource].sort(([left], [right]) =>
    compareText(left, right),
  )) {
    const exhausted = exhaustedOn([...nodes.values()], resource);
    if (owners.size < 2 || exhausted === undefined) continue;
    const one = { ...exhausted, waiting: pods, owners: [...owners.values()] };
    for (const pod of pods) if (!byPod.has(pod)) byPod.set(pod, one);
  }
  return byPod;
}

function exhaustedOn(nodes: readonly FleetNode[], resource: string) {
  if (nodes.length === 0 || nodes.some(({ requested, allocatable }) => requested === null || allocatable === null))
    return undefined;
  const allocatable = nodes.reduce((sum, node) => sum + allocatableOf(node, resource), 0);
  const free = nodes.reduce((sum, node) => sum + freeOf(node, resource), 0);
  const requested = allocatable - free;
  if (!Number.isFinite(allocatable) || allocatable === 0 || requested < FULL * allocatable) return undefined;
  return { resource, requested, allocatable, nodes };
}
