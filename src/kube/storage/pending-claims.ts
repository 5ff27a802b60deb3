import type { Pod } from '../object.ts';
import { type Claim, claimKey, classOf, isPending, selectedNode, waitingPods } from './claims.ts';

/** The claims that wait for a volume which somebody wants, by the class they name: all but those that no pod uses yet. */
export function pendingByClass(view: {
  all(kind: 'PersistentVolumeClaim'): readonly Claim[];
  all(kind: 'Pod'): readonly Pod[];
  shared<T>(derive: (view: { all(kind: 'Pod'): readonly Pod[] }) => T): T;
}): ReadonlyMap<string, readonly Claim[]> {
  const byClass = new Map<string, Claim[]>();
  for (const claim of view.all('PersistentVolumeClaim')) {
    const name = classOf(claim);
    if (!name || !isPending(claim)) continue;
    const { namespace, name: own } = claim.metadata;
    const isWanted =
      selectedNode(claim) !== undefined || view.shared(waitingPods).has(claimKey(namespace, own)) || isAsked(claim);
    if (!isWanted) continue;
    const known = byClass.get(name);
    if (known === undefined) byClass.set(name, [claim]);
    else known.push(claim);
  }
  return byClass;
}

/** True where a provisioner was asked for the volume: at once, or when a pod wanted it. */
function isAsked({ metadata: { annotations } }: Claim): boolean {
  return annotations?.['volume.kubernetes.io/storage-provisioner'] !== undefined;
}
