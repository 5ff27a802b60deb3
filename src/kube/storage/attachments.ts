import type { Pod } from '../object.ts';
import type { Volume } from '../scheduling/volume-places.ts';
import { isBeingPrepared, unreadySince } from '../startup/pod-start.ts';
import { placedPodsByClaim } from '../startup/pod-volumes.ts';
import { claimKey } from './claims.ts';

interface Pods {
  all(kind: 'Pod'): readonly Pod[];
}

interface View extends Pods {
  age(timestamp: string | null | undefined): number;
  get(
    kind: 'PersistentVolume',
    namespace: null,
    name: string,
  ): { readonly state: 'found'; readonly object: Volume } | { readonly state: 'missing' | 'unverified' };
  shared<T>(derive: (view: Pods) => T): T;
}

/** The pods that have a node and whose claim has that PersistentVolume. */
export function volumeUsers(volumeName: string, view: View): readonly Pod[] {
  const volume = view.get('PersistentVolume', null, volumeName);
  const claim = volume.state === 'found' ? volume.object.spec?.claimRef : undefined;
  return claim?.name === undefined
    ? []
    : (view.shared(placedPodsByClaim).get(claimKey(claim.namespace, claim.name)) ?? []);
}

/** Those of them that have waited for so long on another node. */
export function waitingElsewhere(
  users: readonly Pod[],
  nodeName: string,
  patienceMs: number,
  view: View,
): readonly Pod[] {
  return users.filter((pod) => {
    return pod.spec?.nodeName !== nodeName && isBeingPrepared(pod) && view.age(unreadySince(pod)) >= patienceMs;
  });
}
