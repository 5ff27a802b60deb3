import type { Node, NodeSelectorTerm, ObjectOf, Pod } from '../../kube/object.ts';
import { type NodeAlternatives, satisfies } from '../../kube/scheduling/node-affinity.ts';
import { type Claim, claimKey, claimsOf } from '../../kube/storage/claims.ts';

type Volume = ObjectOf<'PersistentVolume'>;

interface Storage {
  readonly claims: readonly Claim[];
  readonly volumes: readonly Volume[];
}

/** The pods with a volume that none of these nodes can reach. */
export function boundToNode(
  pods: readonly Pod[],
  others: readonly Node[],
  { claims, volumes }: Storage,
): readonly Pod[] {
  const byClaim = new Map(claims.map((claim) => [claimKey(claim.metadata.namespace, claim.metadata.name), claim]));
  const byName = new Map(volumes.map((volume) => [volume.metadata.name, volume]));
  return pods.filter((pod) =>
    claimsOf(pod).some(({ name }) => {
      const claim = byClaim.get(claimKey(pod.metadata.namespace, name));
      const required = byName.get(claim?.spec?.volumeName ?? '')?.spec?.nodeAffinity?.required;
      if (required === undefined) return false;
      const alternatives = alternativesOf(required.nodeSelectorTerms ?? []);
      return !others.some((node) => satisfies(node, alternatives));
    }),
  );
}

function alternativesOf(terms: readonly NodeSelectorTerm[]): NodeAlternatives {
  return terms.map(({ matchExpressions = [], matchFields = [] }) => [
    ...matchExpressions.map((expression) => ({ expression, of: 'label' as const })),
    ...matchFields.map((expression) => ({ expression, of: 'field' as const })),
  ]);
}
