import { containersOf } from '../containers.ts';
import type { LabelSelector, ObjectOf, Pod } from '../object.ts';
import { expressionMatches, type Labels, selectorMatches } from '../selectors.ts';
import { ipBlockHolds } from './ip-blocks.ts';

export type NetworkPolicy = ObjectOf<'NetworkPolicy'>;
export type Direction = 'Egress' | 'Ingress';

/** True, false, or null where what was read does not tell. */
export type Known = boolean | null;

/** `unsure` where it depends on what was not read, or on the network plugin. */
export type Verdict = 'allowed' | 'denied' | 'unsure';

/** One end of a connection: a pod, as far as it is known. */
export interface Party {
  readonly namespace: string;
  /** All labels of the namespace, or null; its name is always one of them. */
  readonly namespaceLabels: Labels | null;
  readonly labels: Labels | null;
  /** Addresses under which a policy may see it; none where they are not known. */
  readonly addresses: readonly string[];
  /** The ports that its containers name; null where they are not known. */
  readonly ports: readonly NamedPort[] | null;
  /** True where it uses the network of its node: what policies mean for it is up to the plugin. */
  readonly onHost: boolean;
}

interface NamedPort {
  readonly name?: string | undefined;
  readonly containerPort?: number | undefined;
  readonly protocol?: string | undefined;
}

/** What is asked for at the far end. Of several numbers nobody knows which one a policy sees. */
export interface Wanted {
  readonly ports: readonly number[];
  readonly protocol: string;
}

type Rule = NonNullable<NonNullable<NetworkPolicy['spec']>['egress']>[number];
type Peer = NonNullable<Rule['to']>[number];
type PolicyPort = NonNullable<Rule['ports']>[number];

/**
 * The directions that a policy isolates: those it says; else ingress always, and egress where it has egress rules.
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-resource
 */
export function directionsOf({ spec }: NetworkPolicy): readonly string[] {
  if (spec?.policyTypes !== undefined && spec.policyTypes.length > 0) return spec.policyTypes;
  return (spec?.egress ?? []).length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
}

/** The rules of a policy for one direction, with the peers that they let through. */
export function rulesOf({ spec }: NetworkPolicy, direction: Direction) {
  return direction === 'Egress'
    ? (spec?.egress ?? []).map(({ ports = [], to = [] }) => ({ ports, peers: to }))
    : (spec?.ingress ?? []).map(({ ports = [], from = [] }) => ({ ports, peers: from }));
}

/** The policies, out of those of its namespace, that isolate a pod in one direction. */
export function isolating(
  policies: readonly NetworkPolicy[],
  labels: Labels | undefined,
  direction: Direction,
): readonly NetworkPolicy[] {
  return policies.filter(
    (policy) =>
      policy.metadata.deletionTimestamp === undefined &&
      directionsOf(policy).includes(direction) &&
      selectorMatches(policy.spec?.podSelector, labels),
  );
}

/**
 * Judges one direction at one end of a connection: what no isolating policy lets through is denied, and where nothing
 * isolates everything is allowed.
 *
 * @param policies those that isolate the judged end: all of one namespace
 * @param peer the other end
 * @param target the end that is connected to, whose ports the policies name
 */
export function judge(
  policies: readonly NetworkPolicy[],
  direction: Direction,
  peer: Party,
  target: Party,
  wanted: Wanted,
): Verdict {
  if (policies.length === 0) return 'allowed';
  const holds = anyOf(
    policies.flatMap((policy) =>
      rulesOf(policy, direction).map(({ ports, peers }) =>
        allOf([
          ports.length === 0 || anyOf(ports.map((port) => portHolds(port, target, wanted))),
          peers.length === 0 || anyOf(peers.map((one) => peerHolds(one, policy.metadata.namespace ?? '', peer))),
        ]),
      ),
    ),
  );
  if (holds === true) return 'allowed';
  return holds === null || peer.onHost ? 'unsure' : 'denied';
}

/** What a policy knows of a pod. */
export function partyOf(pod: Pod, namespaceLabels: Labels | null, addresses: readonly string[] = []): Party {
  const { podIP } = pod.status ?? {};
  return {
    namespace: pod.metadata.namespace ?? '',
    namespaceLabels,
    labels: pod.metadata.labels ?? {},
    addresses: podIP ? [podIP, ...addresses] : [],
    ports: containersOf(pod).flatMap(({ spec }) => spec.ports ?? []),
    onHost: pod.spec?.hostNetwork === true,
  };
}

/** True if a peer of a rule stands for a pod. */
export function peerHolds({ ipBlock, namespaceSelector, podSelector }: Peer, home: string, party: Party): Known {
  if (ipBlock !== undefined) {
    if (party.addresses.length === 0) return null;
    const inside = party.addresses.map((address) => ipBlockHolds(ipBlock, address));
    // Some plugins let a block stand for pods, others do not.
    return inside.every((one) => one === false) ? false : null;
  }
  if (namespaceSelector === undefined && podSelector === undefined) return false;
  const { namespace, namespaceLabels, labels } = party;
  const named = { 'kubernetes.io/metadata.name': namespace };
  return allOf([
    namespaceSelector === undefined
      ? namespace === home
      : selectorHolds(namespaceSelector, namespaceLabels === null ? null : { ...namespaceLabels, ...named }, named),
    podSelector === undefined || selectorHolds(podSelector, labels, {}),
  ]);
}

/** Where not all labels are known, only what is asked of the known ones can be told. */
function selectorHolds(selector: LabelSelector, labels: Labels | null, known: Labels): Known {
  if (labels !== null) return selectorMatches(selector, labels);
  return allOf([
    ...Object.entries(selector.matchLabels ?? {}).map(([key, value]) => (key in known ? known[key] === value : null)),
    ...(selector.matchExpressions ?? []).map((one) =>
      (one.key ?? '') in known ? expressionMatches(one, known) : null,
    ),
  ]);
}

function portHolds({ port, endPort, protocol = 'TCP' }: PolicyPort, target: Party, wanted: Wanted): Known {
  if (protocol !== wanted.protocol) return false;
  if (port === undefined) return true;
  const range = typeof port === 'string' ? numbersNamed(port, protocol, target) : [[port, endPort ?? port] as const];
  if (range === null) return null;
  const held = wanted.ports.map((number) => range.some(([first, last]) => number >= first && number <= last));
  if (held.every(Boolean)) return held.length > 0 ? true : null;
  return held.includes(true) ? null : false;
}

function numbersNamed(name: string, protocol: string, { ports }: Party): readonly (readonly [number, number])[] | null {
  if (ports === null) return null;
  return ports.flatMap(({ name: own, containerPort, protocol: spoken = 'TCP' }) =>
    own === name && spoken === protocol && containerPort !== undefined ? [[containerPort, containerPort] as const] : [],
  );
}

function allOf(parts: readonly Known[]): Known {
  if (parts.includes(false)) return false;
  return parts.includes(null) ? null : true;
}

function anyOf(parts: readonly Known[]): Known {
  if (parts.includes(true)) return true;
  return parts.includes(null) ? null : false;
}
