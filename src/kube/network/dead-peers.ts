import type { KubeObject, LabelSelector, ObjectOf } from '../object.ts';
import { type Labels, selectorMatches, selectorText } from '../selectors.ts';
import { type PodTemplate, TEMPLATE_KINDS, templateCanMatch, templatesIn } from '../workloads/templates.ts';
import { type LabelDifference, nearestLabels } from './label-diff.ts';
import { type Direction, directionsOf, type NetworkPolicy, rulesOf } from './policies.ts';
import { isReadEverywhere } from './read-everywhere.ts';

/** The kinds without which nobody can say that a peer stands for no pod. */
export const PEER_KINDS = ['Namespace', 'Pod', ...TEMPLATE_KINDS] as const;

type PeerKind = (typeof PEER_KINDS)[number];

interface Surroundings {
  all(kind: 'Namespace'): readonly KubeObject[];
  covers(kind: PeerKind, namespace: string | null): boolean;
  inNamespace<T extends Exclude<PeerKind, 'Namespace'>>(kind: T, namespace: string): readonly ObjectOf<T>[];
  select(kind: 'Pod', namespace: string, selector: LabelSelector | undefined): readonly ObjectOf<'Pod'>[];
}

/** A rule that lets nobody through, since none of its peers is anywhere; and what one of them was meant to be. */
export interface DeadRule {
  readonly direction: Direction;
  /** `spec.ingress[0].from[0].namespaceSelector`. */
  readonly path: string;
  readonly selector: string;
  readonly selects: 'pod' | 'namespace';
  /** What almost matches, and where its labels stand. */
  readonly nearest: { readonly object: KubeObject; readonly path: string; readonly labels: Labels };
  readonly differences: readonly LabelDifference[];
}

type Peer = ReturnType<typeof rulesOf>[number]['peers'][number];

/**
 * The rules of a policy whose peers all match nothing, of which one looks like a slip of the hand.
 *
 * Charts let parts in that are not installed: a rule that matches nothing and resembles nothing is left alone.
 */
export function deadRules(policy: NetworkPolicy, view: Surroundings): readonly DeadRule[] {
  const { namespace = '', deletionTimestamp } = policy.metadata;
  if (deletionTimestamp !== undefined) return [];
  return (['Ingress', 'Egress'] as const).flatMap((direction) => {
    if (!directionsOf(policy).includes(direction)) return [];
    const field = direction === 'Ingress' ? ['ingress', 'from'] : ['egress', 'to'];
    return rulesOf(policy, direction).flatMap(({ peers }, index) => {
      const paths = peers.map((_, at) => `spec.${field[0]}[${index}].${field[1]}[${at}]`);
      const dead = peers.map((peer) => deadPart(peer, namespace, view));
      if (dead.length === 0 || dead.includes(undefined)) return [];
      const slips = dead.flatMap((part, at) =>
        part?.slip ? [{ ...part.slip, path: `${paths[at]}.${part.slip.path}` }] : [],
      );
      return slips.slice(0, 1).map((slip) => ({ direction, ...slip }));
    });
  });
}

type Slip = Omit<DeadRule, 'direction'>;

/** What is dead about a peer; undefined where it stands for somebody, or where not everything was read. */
function deadPart(peer: Peer, home: string, view: Surroundings): { readonly slip: Slip | undefined } | undefined {
  const { ipBlock, namespaceSelector, podSelector } = peer;
  if (ipBlock !== undefined || (namespaceSelector === undefined && podSelector === undefined)) return undefined;
  if (namespaceSelector === undefined) return deadPods(podSelector ?? {}, [home], view);
  // Of a few namespaces only, a snapshot knows no others.
  if (!view.covers('Namespace', null) || !isReadEverywhere('Pod', view)) return undefined;
  const all = view.all('Namespace');
  const namespaces = all.filter(({ metadata }) =>
    selectorMatches(namespaceSelector, { ...metadata.labels, 'kubernetes.io/metadata.name': metadata.name }),
  );
  if (namespaces.length > 0) {
    return podSelector === undefined ? undefined : deadPods(podSelector, namespaces.map(nameOf), view);
  }
  const near = nearestLabels(labelsWanted(namespaceSelector), all, ({ metadata }) => ({ ...metadata.labels }));
  return {
    slip: slipOf(near, namespaceSelector, 'namespace', (object) => ({
      object,
      path: 'metadata.labels',
      labels: { ...object.metadata.labels },
    })),
  };
}

function deadPods(selector: LabelSelector, namespaces: readonly string[], view: Surroundings) {
  const known = namespaces.every((namespace) =>
    ['Pod' as const, ...TEMPLATE_KINDS].every((kind) => view.covers(kind, namespace)),
  );
  if (!known || selectorText(selector) === '<everything>') return undefined;
  const templates: PodTemplate[] = [];
  for (const namespace of namespaces) {
    if (view.select('Pod', namespace, selector).length > 0) return undefined;
    const here = templatesIn(namespace, view);
    if (here.some((one) => selectorMatches(selector, one.labels) || templateCanMatch(one, labelsWanted(selector))))
      return undefined;
    templates.push(...here);
  }
  const near = nearestLabels(labelsWanted(selector), templates, ({ labels }) => labels);
  return {
    slip: slipOf(near, selector, 'pod', ({ workload, labelsPath, labels }) => ({
      object: workload,
      path: labelsPath,
      labels,
    })),
  };
}

function slipOf<T>(
  near: ReturnType<typeof nearestLabels<T>>,
  selector: LabelSelector,
  selects: Slip['selects'],
  place: (candidate: T) => Slip['nearest'],
): Slip | undefined {
  if (near === undefined || near.differences.length === 0 || near.differences.some(({ slip }) => !slip))
    return undefined;
  const path = selects === 'pod' ? 'podSelector' : 'namespaceSelector';
  return {
    path,
    selector: selectorText(selector),
    selects,
    nearest: place(near.candidate),
    differences: near.differences,
  };
}

/** The labels that a selector asks for one by one: equality, and a list of a single value. */
export function labelsWanted(selector: LabelSelector): Labels {
  const single = (selector.matchExpressions ?? []).flatMap(({ key, operator, values }) =>
    key !== undefined && operator === 'In' && values?.length === 1 ? [[key, values[0]] as const] : [],
  );
  return { ...selector.matchLabels, ...Object.fromEntries(single) };
}

function nameOf({ metadata }: KubeObject): string {
  return metadata.name;
}
