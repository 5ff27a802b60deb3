import type { Node } from '../../../src/kube/object.ts';
import { quantityValue } from '../../../src/kube/quantities.ts';
import { expressionMatches, labelsMatch, selectorMatches } from '../../../src/kube/selectors.ts';
import type { Cluster } from './cluster.ts';
import type { PodPlan } from './fate.ts';
import { isBound } from './storage.ts';

/** What a node of this cluster can give to pods. */
export const ALLOCATABLE = { cpu: '4', memory: '16Gi', pods: '110', 'ephemeral-storage': '90Gi' } as const;

/** The nodes that a pod can go to, or the words of the scheduler where there is none. */
export function placementOf(plan: PodPlan, cluster: Cluster): readonly string[] | string {
  const nodes = cluster.all('Node');
  const none = `0/${nodes.length} nodes are available: `;
  for (const { persistentVolumeClaim: claim } of plan.spec.volumes ?? []) {
    if (claim !== undefined && !isBound(cluster, plan.namespace, claim.claimName ?? ''))
      return `${none}pod has unbound immediate PersistentVolumeClaims. not found`;
  }
  const reasons = nodes.map((node) => whyNot(node, plan));
  const fitting = nodes.filter((_, index) => reasons[index] === undefined).map((node) => node.metadata.name);
  if (fitting.length > 0) return fitting;
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason ?? '', (counts.get(reason ?? '') ?? 0) + 1);
  const texts = [...counts].map(([reason, count]) => `${count} ${reason}`).sort();
  return `${none}${texts.join(', ')}. no new claims to deallocate, preemption: ${none}${nodes.length} Preemption is not helpful for scheduling.`;
}

/** Why a node cannot take a pod: the first filter, in the order of the scheduler. */
function whyNot(node: Node, { spec }: PodPlan): string | undefined {
  const labels = node.metadata.labels ?? {};
  const taint = node.spec?.taints?.find(
    ({ key, value, effect }) =>
      effect !== 'PreferNoSchedule' &&
      !(spec.tolerations ?? []).some(
        (toleration) =>
          (toleration.effect === undefined || toleration.effect === effect) &&
          (toleration.key === undefined || toleration.key === key) &&
          (toleration.operator === 'Exists' || toleration.value === value),
      ),
  );
  if (taint !== undefined) return `node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`;
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const isWanted =
    terms.length === 0 ||
    terms.some((term) => (term.matchExpressions ?? []).every((expression) => expressionMatches(expression, labels)));
  if (!labelsMatch(spec.nodeSelector, labels) || !isWanted) return "node(s) didn't match Pod's node affinity/selector";
  const short = (['cpu', 'memory'] as const).filter(
    (resource) => requested(spec, resource) > (quantityValue(ALLOCATABLE[resource]) ?? 0),
  );
  if (short.length > 0) return short.map((resource) => `Insufficient ${resource}`).join(', 1 ');
  const spread = (spec.topologySpreadConstraints ?? []).filter((one) => one.whenUnsatisfiable === 'DoNotSchedule');
  if (spread.some(({ topologyKey }) => labels[topologyKey ?? ''] === undefined))
    return "node(s) didn't match pod topology spread constraints (missing required label)";
  const affinity = spec.affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  return affinity.some(({ labelSelector }) => !selectorMatches(labelSelector, { app: 'web' }))
    ? "node(s) didn't match pod affinity rules"
    : undefined;
}

function requested(spec: PodPlan['spec'], resource: string): number {
  const of = (containers: PodPlan['spec']['containers'] = []) =>
    containers.map(
      ({ resources }) => quantityValue(resources?.requests?.[resource] ?? resources?.limits?.[resource]) ?? 0,
    );
  const running = of(spec.containers).reduce((sum, value) => sum + value, 0);
  return Math.max(running, ...of(spec.initContainers));
}
