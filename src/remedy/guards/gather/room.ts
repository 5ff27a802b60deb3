import { amountOf } from '../../../kube/amounts.ts';
import type { Node, Pod } from '../../../kube/object.ts';
import { fleetOf } from '../../../kube/scheduling/fleet.ts';
import { nodeAlternativesOf } from '../../../kube/scheduling/node-affinity.ts';
import type { Need } from '../../../kube/scheduling/node-fit.ts';
import { writtenObject } from '../../write.ts';
import type { CapacityFacts, LimitRangeFacts, QuotaFacts } from '../live-facts.ts';
import { type Gathering, listed, namespacesOf } from './gathering.ts';
import { objectsAfter, podMade } from './pods-made.ts';

/** The quotas of the target's namespace, where anything is asked of them. @throws Unreadable */
export async function gatherQuota(gathering: Gathering): Promise<QuotaFacts> {
  const { proposal, reader, safeguards, target } = gathering;
  const respect = safeguards.respect.resourceQuota;
  const demand = proposal.effects.demand ?? {};
  const namespace = target.metadata.namespace ?? null;
  // What is a namespace's cannot be asked of the cluster.
  if (!respect || namespace === null || Object.keys(demand).length === 0)
    return { quotas: [], demand, pod: null, respect };
  const quotas = listed(await reader.list('ResourceQuota', namespace), `ResourceQuotas of namespace ${namespace}`);
  return { quotas, demand, pod: quotas.length === 0 ? null : await podMade(gathering), respect };
}

/** The limit ranges of what will be made new. @throws Unreadable */
export async function gatherLimitRange(gathering: Gathering): Promise<LimitRangeFacts> {
  const { proposal, reader, safeguards } = gathering;
  const respect = safeguards.respect.limitRange;
  const { demand = {}, podRequests } = proposal.effects;
  if (!respect || (podRequests === undefined && Object.keys(demand).length === 0)) return { namespaces: [], respect };
  const after = await objectsAfter(gathering);
  const namespaces = await Promise.all(
    namespacesOf(after).map(async (namespace) => ({
      namespace,
      ranges: listed(await reader.list('LimitRange', namespace), `LimitRanges of namespace ${namespace}`),
      objects: after.filter(({ metadata }) => metadata.namespace === namespace),
    })),
  );
  return { namespaces, respect };
}

/** The nodes and what is left on them, where a new pod needs some. @throws Unreadable */
export async function gatherCapacity(gathering: Gathering): Promise<CapacityFacts> {
  const { proposal, reader, safeguards } = gathering;
  const respect = safeguards.respect.capacity;
  const { podRequests } = proposal.effects;
  if (!respect || podRequests === undefined) return { need: null, nodes: [], respect };
  const [nodes, pods] = await Promise.all([reader.list('Node', null), reader.list('Pod', null)]);
  const [allNodes, allPods] = [listed(nodes, 'Nodes'), listed(pods, 'Pods of all namespaces')];
  // Pods that go make room for those that come.
  const gone = new Set(
    proposal.writes
      .filter(({ verb }) => verb === 'delete' || verb === 'evict')
      .map((write) => writtenObject(write).metadata.uid),
  );
  const staying = allPods.filter(({ metadata }) => !gone.has(metadata.uid));
  function all(kind: 'Node'): readonly Node[];
  function all(kind: 'Pod'): readonly Pod[];
  function all(kind: 'Node' | 'Pod'): readonly Node[] | readonly Pod[] {
    return kind === 'Node' ? allNodes : staying;
  }
  const fleet = fleetOf({ all, covers: () => true });
  return { need: await needOf(podRequests, gathering), nodes: fleet, respect };
}

async function needOf(podRequests: Readonly<Record<string, number>>, gathering: Gathering): Promise<Need> {
  const spec = (await podMade(gathering)) ?? {};
  const pod: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: '' }, spec };
  const requests = new Map(
    Object.entries(podRequests).map(([name, amount]) => [name, amountOf(name, String(amount))] as const),
  );
  requests.set('pods', 1);
  return { alternatives: nodeAlternativesOf(pod), tolerations: spec.tolerations ?? [], requests };
}
