import type { KubeObject, Node, Pod } from '../object.ts';
import { controllerOf } from '../owners.ts';
import { isDone } from '../pods.ts';
import { selectorMatches } from '../selectors.ts';
import type { FleetNode } from './fleet.ts';
import {
  antiAffinityTermsOf,
  isPlaced,
  namespacesOf,
  type PodsByTerm,
  type PodTerm,
  podsOfTerm,
} from './pod-affinity.ts';

/** An anti-affinity term that keeps a pod off nodes. */
export interface Repulsion {
  readonly term: PodTerm;
  /** `own` for a term of the pod itself, `others` for one of pods that are placed already. */
  readonly of: 'own' | 'others';
  /** Pods that are in the way. */
  readonly pods: readonly Pod[];
  /** How many of the nodes, counted by what the term's topology key divides them into, there are and are taken. */
  readonly domains: number;
  readonly taken: number;
}

interface View extends PodsByTerm {
  get(kind: 'Node', namespace: null, name: string): { readonly state: string; readonly object?: Node };
  shared<T>(derive: (view: PodsByTerm) => T): T;
}

/** The term that keeps the pod off most of these nodes; one of its own where several do equally. */
export function repulsionOf(pod: Pod, nodes: readonly FleetNode[], view: View): Repulsion | undefined {
  // Pods of one controller have the same terms, and mostly the same nodes.
  const known = view.shared(newMemory);
  const key = ownerKey(pod);
  const last = known.get(key);
  if (last?.nodes === nodes) return last.repulsion;
  const repulsion = strongest(pod, nodes, view);
  known.set(key, { nodes, repulsion });
  return repulsion;
}

function newMemory(): Map<string, { readonly nodes: readonly FleetNode[]; readonly repulsion: Repulsion | undefined }> {
  return new Map();
}

function strongest(pod: Pod, nodes: readonly FleetNode[], view: View): Repulsion | undefined {
  const own = antiAffinityTermsOf(pod).map((term) => {
    return measured(term, 'own', podsOfTerm(term, pod, view).pods.filter(isPlaced), nodes, view);
  });
  const others = view
    .shared(placedAntiAffinity)
    .filter((placed) => keepsAway(placed, pod, view))
    .map(({ term, pods }) => measured(term, 'others', pods, nodes, view));
  return [...own, ...others].reduce<Repulsion | undefined>(
    (best, next) => (best === undefined || next.taken > best.taken ? next : best),
    undefined,
  );
}

function measured(
  term: PodTerm,
  of: Repulsion['of'],
  pods: readonly Pod[],
  nodes: readonly FleetNode[],
  view: View,
): Repulsion {
  const key = term.topologyKey ?? '';
  const occupied = new Set(
    pods.map((pod) => view.get('Node', null, pod.spec?.nodeName ?? '').object?.metadata.labels?.[key]),
  );
  // A node without the label belongs to no domain, so the term cannot keep the pod off it.
  const domains = new Set(nodes.flatMap(({ node }) => node.metadata.labels?.[key] ?? []));
  const taken = [...domains].filter((domain) => occupied.has(domain));
  return { term, of, pods, domains: domains.size, taken: taken.length };
}

interface PlacedTerm {
  readonly term: PodTerm;
  readonly pods: Pod[];
}

/** The anti-affinity terms of all placed pods, each once for the pods of one controller. */
function placedAntiAffinity(view: Pick<PodsByTerm, 'all'>): readonly PlacedTerm[] {
  const found = new Map<string, PlacedTerm>();
  for (const pod of view.all('Pod')) {
    const terms = antiAffinityTermsOf(pod);
    if (terms.length === 0 || !isPlaced(pod) || isDone(pod)) continue;
    for (const [index, term] of terms.entries()) {
      const key = `${ownerKey(pod)}\0${index}`;
      const known = found.get(key);
      if (known === undefined) found.set(key, { term, pods: [pod] });
      else known.pods.push(pod);
    }
  }
  return [...found.values()];
}

function keepsAway({ term, pods: [placed] }: PlacedTerm, pod: Pod, view: PodsByTerm): boolean {
  if (!selectorMatches(term.labelSelector, pod.metadata.labels)) return false;
  return namespacesOf(term, placed?.metadata.namespace ?? '', view).includes(pod.metadata.namespace ?? '');
}

function ownerKey(object: KubeObject): string {
  const controller = controllerOf(object);
  const { namespace = '', name } = object.metadata;
  return controller?.uid ?? `${namespace}/${controller?.name ?? name}`;
}
