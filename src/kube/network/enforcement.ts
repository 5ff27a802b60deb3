import type { ObjectOf } from '../object.ts';
import { isReadEverywhere } from './read-everywhere.ts';

/**
 * Whether the network plugin heeds NetworkPolicies.
 *
 * Many plugins are built into the node or hidden by the provider: then nobody can tell.
 */
export type Enforcement = 'enforced' | 'not-enforced' | 'unknown';

type DaemonSet = ObjectOf<'DaemonSet'>;

/** Images of agents that enforce policies on every node. */
const ENFORCERS =
  /(?:^|\/)(?:calico-node|calico\/node|node|cilium|cilium-agent|antrea[a-z-]*|weave-npc|kube-router|kube-network-policies|ovn-kube[a-z-]*|kube-ovn|azure-npm|romana-agent)(?:[:@]|$)/;
/** A name that says too little without the folder it is in. */
const BARE_NODE = /(?:^|\/)node(?:[:@]|$)/;
const CALICO = /calico/;
/** A plugin that moves packets and never looks at policies. @see https://github.com/flannel-io/flannel#networking-details */
const FLANNEL = /(?:^|\/)flannel(?:-cni-plugin)?(?:[:@]|$)/;

interface Source {
  all(kind: 'DaemonSet'): readonly DaemonSet[];
  covers(kind: 'DaemonSet', namespace: string): boolean;
}

/** What the DaemonSets of the cluster tell about enforcement; for `view.shared`. */
export function enforcementOf(view: Source): Enforcement {
  const sets = view.all('DaemonSet');
  if (sets.some(enforces)) return 'enforced';
  return isReadEverywhere('DaemonSet', view) && sets.some(isPlainFlannel) ? 'not-enforced' : 'unknown';
}

/** True for a flannel without an agent for policies beside it. */
export function isPlainFlannel(set: DaemonSet): boolean {
  return !enforces(set) && imagesOf(set).some((image) => FLANNEL.test(image));
}

function enforces(set: DaemonSet): boolean {
  return imagesOf(set).some((image) => ENFORCERS.test(image) && (!BARE_NODE.test(image) || CALICO.test(image)));
}

function imagesOf({ spec }: DaemonSet): readonly string[] {
  return (spec?.template?.spec?.containers ?? []).flatMap(({ image }) => image ?? []);
}

/** Groups whose policies allow or deny besides NetworkPolicies, and which no snapshot evaluates. */
const OTHER_GROUPS =
  /^(?:.*\.)?(?:cilium\.io|projectcalico\.org|policy\.networking\.k8s\.io|crd\.antrea\.io|k8s\.ovn\.org|kubeovn\.io|networkpolicies\.aws|networking\.aws)$/;
const POLICY_KIND = /Polic(?:y|ies)$|EgressFirewall$/;

interface Definitions {
  all(kind: 'CustomResourceDefinition'): readonly ObjectOf<'CustomResourceDefinition'>[];
  covers(kind: 'CustomResourceDefinition', namespace: null): boolean;
}

/** True unless it is certain that no policy of another kind can add to the NetworkPolicies; for `view.shared`. */
export function mayHaveOtherPolicies(view: Definitions): boolean {
  if (!view.covers('CustomResourceDefinition', null)) return true;
  return view
    .all('CustomResourceDefinition')
    .some(({ spec }) => OTHER_GROUPS.test(spec?.group ?? '') && POLICY_KIND.test(spec?.names?.kind ?? ''));
}
