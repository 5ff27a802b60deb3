import { listText } from '../../base/list-text.ts';
import type { Budget } from '../../kube/autoscaling/budgets.ts';
import type { Node, ObjectOf, Pod } from '../../kube/object.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import type { Claim } from '../../kube/storage/claims.ts';
import type { Refusal } from '../action.ts';
import type { ListRead } from '../live/reader.ts';
import { listed, refuseIf, refuseUnread } from '../objects/judged.ts';
import { paramFlag } from '../objects/param-flag.ts';
import { budgetRefusal } from '../pods/budgets.ts';
import { boundToNode } from './bound-volumes.ts';
import { cordonedFor, isControlPlane } from './cordon.ts';
import type { Drainable } from './drainable.ts';
import { withoutRoom } from './room-elsewhere.ts';

/** What a drain has to know of the cluster. */
export interface DrainFacts {
  readonly nodes: ListRead<Node>;
  readonly pods: ListRead<Pod>;
  readonly budgets: ListRead<Budget>;
  readonly claims: ListRead<Claim>;
  readonly volumes: ListRead<ObjectOf<'PersistentVolume'>>;
}

/** What the user wants of a drain. */
export interface DrainLimits {
  readonly ignoreDaemonSets: boolean;
  readonly emptyDir: 'refuse' | 'delete';
  readonly maxPods: number;
}

/** Why a node cannot be drained, as far as its own pods tell. */
export function podRefusals(node: Node, sorted: Drainable, limits: DrainLimits): readonly (Refusal | null)[] {
  const what = refText(refOf(node));
  const { evicted, daemons, naked, withLocalData } = sorted;
  return [
    refuseIf(isControlPlane(node), 'control-plane', `${what} runs the control plane`),
    refuseIf(naked.length > 0, 'naked-pods', `no controller would make ${namesOf(naked)} again`),
    refuseIf(
      !limits.ignoreDaemonSets && daemons.length > 0,
      'daemon-pods',
      `${namesOf(daemons)} would come back to ${what}`,
      `leave them: ${paramFlag('ignoreDaemonSets', true)}`,
    ),
    refuseIf(
      limits.emptyDir === 'refuse' && withLocalData.length > 0,
      'local-data',
      `${namesOf(withLocalData)} would lose what they keep in an emptyDir`,
      `where that may go: ${paramFlag('emptyDir', 'delete')}`,
    ),
    refuseIf(
      evicted.length > limits.maxPods,
      'too-many-pods',
      `${evicted.length} pods would be evicted, and at most ${limits.maxPods} may`,
    ),
  ];
}

/** Why a node cannot be drained, as far as the rest of the cluster tells. */
export function clusterRefusals(node: Node, evicted: readonly Pod[], facts: DrainFacts): readonly (Refusal | null)[] {
  const { name } = node.metadata;
  const others = listed(facts.nodes).filter((other) => other.metadata.name !== name);
  const taken = others.filter((other) => cordonedFor(other) !== undefined).map((other) => other.metadata.name);
  const [nodes, pods] = [listed(facts.nodes), listed(facts.pods)];
  const isKnown = facts.nodes.state === 'listed' && facts.pods.state === 'listed';
  const homeless = isKnown ? withoutRoom(evicted, { from: name, nodes, pods }) : [];
  const bound = boundToNode(evicted, others, { claims: listed(facts.claims), volumes: listed(facts.volumes) });
  return [
    refuseUnread('nodes', facts.nodes),
    refuseUnread('pods of all namespaces', facts.pods),
    refuseUnread('PodDisruptionBudgets of all namespaces', facts.budgets),
    refuseUnread('PersistentVolumeClaims of all namespaces', facts.claims),
    refuseUnread('PersistentVolumes', facts.volumes),
    refuseIf(
      taken.length > 0,
      'another-node-out',
      `${listText(taken)} is taken out of service by mekhanikube, and one node at a time is`,
    ),
    ...evicted.map((pod) => budgetRefusal(pod, listed(facts.budgets))),
    refuseIf(
      isKnown && evicted.length === 0 && node.spec?.unschedulable === true,
      'nothing-to-drain',
      `Node ${name} is cordoned and has no pod to evict`,
    ),
    refuseIf(homeless.length > 0, 'no-room-elsewhere', `no other node has room for ${namesOf(homeless)}`),
    refuseIf(
      bound.length > 0,
      'volume-on-node',
      `the volumes of ${namesOf(bound)} can be reached from Node ${name} only`,
    ),
  ];
}

function namesOf(pods: readonly Pod[]): string {
  return listText(pods.map((pod) => refText(refOf(pod))));
}
