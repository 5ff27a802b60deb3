import type { ObjectOf, Taint } from '../object.ts';
import { taintText, tolerates } from '../scheduling/tolerations.ts';
import { TEMPLATE_OWNERS, writtenIn } from './templates.ts';

/** A taint for which nothing asks by its key, with the number of nodes that have it. */
export interface UnusedTaint {
  readonly taint: Taint;
  readonly nodes: number;
}

interface Source {
  all<K extends (typeof TEMPLATE_OWNERS)[number] | 'Node'>(kind: K): readonly ObjectOf<K>[];
}

/** What Kubernetes, clouds and autoscalers set and take away by themselves. */
const BY_OTHERS =
  /^((.+\.)?(kubernetes|k8s)\.io\/|ToBeDeletedByClusterAutoscaler|DeletionCandidateOf|karpenter\.sh\/|.*\b(cloud|azure|eks|aws|gke)\b.*\/|cilium\.io\/|CriticalAddonsOnly)/;

/** Taints that no workload tolerates by name, by the first node that has each. For `view.shared`. */
export function unusedTaints(view: Source): ReadonlyMap<string, readonly UnusedTaint[]> {
  const nodesOf = new Map<string, { readonly taint: Taint; readonly names: string[] }>();
  for (const { metadata, spec } of view.all('Node')) {
    for (const taint of spec?.taints ?? []) {
      if (taint.effect === 'PreferNoSchedule' || BY_OTHERS.test(taint.key ?? '')) continue;
      const entry = nodesOf.get(taintText(taint)) ?? { taint, names: [] };
      entry.names.push(metadata.name);
      nodesOf.set(taintText(taint), entry);
    }
  }
  const byNode = new Map<string, UnusedTaint[]>();
  for (const { taint, names } of nodesOf.values()) {
    if (isToleratedByName(taint, view)) continue;
    const first = [...names].sort()[0] ?? '';
    byNode.set(first, [...(byNode.get(first) ?? []), { taint, nodes: names.length }]);
  }
  return byNode;
}

function isToleratedByName(taint: Taint, view: Source): boolean {
  return TEMPLATE_OWNERS.some((kind) =>
    view
      .all(kind)
      .some((owner) =>
        writtenIn(owner)?.spec.tolerations?.some((toleration) => toleration.key && tolerates(toleration, taint)),
      ),
  );
}
