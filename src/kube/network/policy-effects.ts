import type { Pod } from '../object.ts';
import { type ObjectRef, refOf, refTo } from '../object-ref.ts';
import type { Labels } from '../selectors.ts';
import { type DeadRule, deadRules } from './dead-peers.ts';
import { enforcementOf, mayHaveOtherPolicies } from './enforcement.ts';
import type { Passage } from './paths.ts';
import type { NetworkPolicy } from './policies.ts';

/** What a judgement about denied traffic looks at, besides what it judges. */
export const POLICED_KINDS = [
  'CustomResourceDefinition',
  'DaemonSet',
  'Deployment',
  'StatefulSet',
  'ReplicaSet',
  'Job',
  'CronJob',
  'Namespace',
  'Service',
] as const;

interface Surroundings {
  shared<T>(derive: (view: Source) => T): T;
}

type Source = Parameters<typeof enforcementOf>[0] & Parameters<typeof mayHaveOtherPolicies>[0];

/**
 * How sure it is that a denial takes effect.
 *
 * `no` where the plugin ignores policies; `if-felt` where nobody knows whether it heeds them, or whether policies of
 * another kind let through what these deny: then only pods that fail prove it.
 */
export function effectOfDenial(view: Surroundings): {
  readonly takes: 'no' | 'if-felt' | 'yes';
  readonly others: boolean;
} {
  const enforcement = view.shared(enforcementOf);
  const others = view.shared(mayHaveOtherPolicies);
  if (enforcement === 'not-enforced') return { takes: 'no', others };
  return { takes: enforcement === 'enforced' && !others ? 'yes' : 'if-felt', others };
}

/** What the policies behind a denial are called: `NetworkPolicy a`, `NetworkPolicies a and b`. */
export function policiesText(names: readonly string[]): string {
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  const shown = names.slice(0, 3);
  const list =
    more === '' && shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : shown.join(', ');
  return `${names.length === 1 ? 'NetworkPolicy' : 'NetworkPolicies'} ${list}${more}`;
}

/** The policy that stands for a denial: the first by name, where several isolate together. */
export function denyingPolicy({ policies }: Passage): NetworkPolicy | undefined {
  return [...policies].sort((left, right) => (left.metadata.name < right.metadata.name ? -1 : 1))[0];
}

/** A denial as a judgement shares it: the policy to change, and the slip in one of them where that explains it. */
export function sharedDenial(
  passage: Passage,
  view: Parameters<typeof deadRules>[1] & Remembering,
): { readonly shared: ObjectRef | undefined; readonly explainedBy: readonly ObjectRef[] } {
  const policy = denyingPolicy(passage);
  const known = view.shared(rememberedRules);
  const slips = passage.policies.filter((one) => {
    const rules = known.get(one) ?? deadRules(one, view);
    known.set(one, rules);
    return rules.some(({ direction }) => direction === passage.side);
  });
  return {
    shared:
      policy === undefined ? undefined : refTo('NetworkPolicy', policy.metadata.namespace ?? '', policy.metadata.name),
    explainedBy: slips.map(refOf),
  };
}

interface Remembering {
  shared<T>(derive: () => T): T;
}

/** The dead rules of each policy, worked out once however many pods it isolates. */
function rememberedRules(): Map<NetworkPolicy, readonly DeadRule[]> {
  return new Map();
}

/** What the policies of a denial say, for evidence. */
export function denialEvidence({ policies, side }: Passage) {
  return policies.slice(0, 3).map((policy) => {
    const field = side === 'Egress' ? 'egress' : 'ingress';
    return { object: policy, path: `spec.${field}`, value: JSON.stringify(policy.spec?.[field] ?? []).slice(0, 300) };
  });
}

/** A value that depends on the labels of a pod only, worked out once for all pods that have the same; for `view.shared`. */
export function byLabels<T>(): (pod: Pod, make: () => T) => T {
  const known = new Map<string, T>();
  return (pod, make) => {
    const { namespace = '', labels } = pod.metadata;
    const key = `${namespace}\0${JSON.stringify(labels ?? {})}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = make();
    known.set(key, made);
    return made;
  };
}

/** The rule that lets a client in or out, as the value of a JSON patch on a policy. */
export function rulePatch(
  policy: NetworkPolicy,
  side: Passage['side'],
  peer: { readonly namespace: string; readonly labels: Labels },
  ports: readonly { readonly port: number | string; readonly protocol: string }[],
): string {
  const field = side === 'Egress' ? 'egress' : 'ingress';
  const selector = {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': peer.namespace } },
    ...(Object.keys(peer.labels).length > 0 ? { podSelector: { matchLabels: peer.labels } } : {}),
  };
  const rule = { [side === 'Egress' ? 'to' : 'from']: [selector], ports };
  const present = policy.spec?.[field] !== undefined;
  return JSON.stringify([
    { op: 'add', path: present ? `/spec/${field}/-` : `/spec/${field}`, value: present ? rule : [rule] },
  ]);
}
