import type * as k8s from '@kubernetes/client-node';
import { compareText } from '../../base/collate.ts';
import { nearMisses } from '../../base/near-miss.ts';
import type { LabelSelector, Node, Plain, Pod } from '../object.ts';
import { isDone, isTerminating } from '../pods.ts';
import { selectorMatches } from '../selectors.ts';
import type { NodeAlternatives } from './node-affinity.ts';
import { satisfies } from './node-affinity.ts';

type Constraint = Plain<k8s.V1TopologySpreadConstraint>;

/** How a spread constraint stands that keeps a pod off the nodes. */
export interface Spread {
  readonly constraint: Constraint;
  /** How many pods count in each domain that there is. */
  readonly domains: readonly { readonly domain: string; readonly pods: number; readonly open: boolean }[];
  /** The pods that count. */
  readonly counted: readonly Pod[];
  /** Labels that the nodes have instead, where none has the topology key. */
  readonly similarKeys: readonly string[];
}

interface View {
  all(kind: 'Node'): readonly Node[];
  select(kind: 'Pod', namespace: string, selector: LabelSelector | undefined): readonly Pod[];
  get(kind: 'Node', namespace: null, name: string): { readonly state: string; readonly object?: Node };
}

/**
 * The hard constraint that leaves a pod the fewest domains, and how its pods are spread now.
 *
 * Counts as the scheduler does: nodes that the pod's own selector rules out make no domain (`nodeAffinityPolicy:
 * Honor`, the default), and pods that have ended or are being deleted do not count.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
export function tightestSpread(pod: Pod, alternatives: NodeAlternatives, view: View): Spread | undefined {
  const hard = (pod.spec?.topologySpreadConstraints ?? []).filter(
    ({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule',
  );
  const keys = hard.flatMap(({ topologyKey }) => topologyKey ?? []);
  // A node that lacks one of the keys counts for none of the constraints.
  const spreads = hard.map((constraint) => spreadOf(constraint, keys, pod, alternatives, view));
  return spreads.reduce<Spread | undefined>((best, next) => {
    return best === undefined || openDomains(next) < openDomains(best) ? next : best;
  }, undefined);
}

function openDomains({ domains }: Spread): number {
  return domains.filter(({ open }) => open).length;
}

function spreadOf(
  constraint: Constraint,
  keys: readonly string[],
  pod: Pod,
  alternatives: NodeAlternatives,
  view: View,
): Spread {
  const { topologyKey = '', labelSelector, maxSkew = 1, minDomains = 1, nodeAffinityPolicy } = constraint;
  const eligible = (node: Node) => nodeAffinityPolicy === 'Ignore' || satisfies(node, alternatives);
  const nodes = view.all('Node').filter((node) => {
    return eligible(node) && keys.every((key) => node.metadata.labels?.[key] !== undefined);
  });
  const names = new Set(nodes.map(({ metadata }) => metadata.name));
  const counted = view
    .select('Pod', pod.metadata.namespace ?? '', withLabelKeys(constraint, pod))
    .filter((other) => names.has(other.spec?.nodeName ?? '') && !isDone(other) && !isTerminating(other));
  const tally = new Map(nodes.map(({ metadata }) => [metadata.labels?.[topologyKey] ?? '', 0]));
  for (const other of counted) {
    const domain = view.get('Node', null, other.spec?.nodeName ?? '').object?.metadata.labels?.[topologyKey] ?? '';
    tally.set(domain, (tally.get(domain) ?? 0) + 1);
  }
  const least = tally.size < minDomains ? 0 : Math.min(...tally.values());
  const self = selectorMatches(labelSelector, pod.metadata.labels) ? 1 : 0;
  const domains = [...tally].map(([domain, pods]) => ({ domain, pods, open: pods + self - least <= maxSkew }));
  const labels = new Set(view.all('Node').flatMap((node) => Object.keys(node.metadata.labels ?? {})));
  return {
    constraint,
    domains: domains.sort((left, right) => compareText(left.domain, right.domain)),
    counted,
    similarKeys: labels.has(topologyKey) ? [] : nearMisses(topologyKey, labels),
  };
}

/** The API server adds `matchLabelKeys` to the selector itself since 1.34; before, the scheduler does. */
function withLabelKeys({ labelSelector, matchLabelKeys = [] }: Constraint, pod: Pod): LabelSelector | undefined {
  if (labelSelector === undefined) return undefined;
  const own = matchLabelKeys.flatMap((key) => {
    const value = pod.metadata.labels?.[key];
    return value === undefined ? [] : [[key, value] as const];
  });
  return { ...labelSelector, matchLabels: { ...labelSelector.matchLabels, ...Object.fromEntries(own) } };
}
