import type * as k8s from '@kubernetes/client-node';
import type { LabelSelector, ObjectOf, Plain, Pod } from '../object.ts';
import { isDone } from '../pods.ts';
import { selectorMatches, selectorText } from '../selectors.ts';

/** One required term of pod affinity or anti-affinity. */
export type PodTerm = Plain<k8s.V1PodAffinityTerm>;

export interface PodsByTerm {
  all(kind: 'Pod'): readonly Pod[];
  all(kind: 'Namespace'): readonly ObjectOf<'Namespace'>[];
  select(kind: 'Pod', namespace: string, selector: LabelSelector | undefined): readonly Pod[];
  covers(kind: 'Pod' | 'Namespace', namespace: string | null): boolean;
}

/** The terms that must hold for the pod to be placed. */
export function affinityTermsOf(pod: Pod): readonly PodTerm[] {
  return pod.spec?.affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}

/** The terms of pods that it must not be placed beside. */
export function antiAffinityTermsOf(pod: Pod): readonly PodTerm[] {
  return pod.spec?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}

/** What a term speaks of. */
export interface TermPods {
  readonly namespaces: readonly string[];
  /** Pods that the term selects, without ended ones and without the pod itself. */
  readonly pods: readonly Pod[];
  /** False where namespaces or pods could not all be read: then there may be more. */
  readonly complete: boolean;
}

/** The pods that a term of this pod selects. `matchLabelKeys` are in the selector already: the API server adds them. */
export function podsOfTerm(term: PodTerm, pod: Pod, view: PodsByTerm): TermPods {
  const own = pod.metadata.namespace ?? '';
  const namespaces = namespacesOf(term, own, view);
  const pods = namespaces.flatMap((namespace) => view.select('Pod', namespace, term.labelSelector));
  const known = term.namespaceSelector === undefined || view.covers('Namespace', null);
  return {
    namespaces,
    pods: pods.filter((other) => other !== pod && !isDone(other)),
    complete: known && namespaces.every((namespace) => view.covers('Pod', namespace)),
  };
}

/** True for a pod that has a node. */
export function isPlaced(pod: Pod): boolean {
  return Boolean(pod.spec?.nodeName);
}

/** `-l app=web` for kubectl; nothing where the term selects all pods. */
export function labelFlag(selector: string): readonly string[] {
  return selector === selectorText({}) ? [] : ['-l', selector];
}

/** What a topology key divides the cluster into. */
export function domainWord(topologyKey: string): string {
  const known: Readonly<Record<string, string>> = {
    'kubernetes.io/hostname': 'node',
    'topology.kubernetes.io/zone': 'zone',
    'topology.kubernetes.io/region': 'region',
  };
  return known[topologyKey] ?? `${topologyKey} domain`;
}

/** The namespaces that a term names and selects; the pod's own where it says nothing of either. */
export function namespacesOf(term: PodTerm, own: string, view: Pick<PodsByTerm, 'all'>): readonly string[] {
  const { namespaces = [], namespaceSelector } = term;
  if (namespaceSelector === undefined) return namespaces.length === 0 ? [own] : namespaces;
  const selected = view
    .all('Namespace')
    .filter((namespace) => selectorMatches(namespaceSelector, namespace.metadata.labels))
    .map((namespace) => namespace.metadata.name);
  return [...new Set([...namespaces, ...selected])];
}
