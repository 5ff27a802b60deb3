import { conditionOf } from '../conditions.ts';
import type { ObjectOf, Pod } from '../object.ts';
import { isTerminating, isUnscheduled } from '../pods.ts';
import { MINUTE_MS } from '../time.ts';

export type Claim = ObjectOf<'PersistentVolumeClaim'>;

/** One volume of a pod that is a PersistentVolumeClaim. */
export interface ClaimUse {
  readonly name: string;
  /** True where the controller makes the claim together with the pod. */
  readonly ephemeral: boolean;
  /** Where the pod says so, for evidence. */
  readonly path: string;
}

interface Claims {
  get(
    kind: 'PersistentVolumeClaim',
    namespace: string,
    name: string,
  ): { readonly state: 'found'; readonly object: Claim } | { readonly state: 'missing' | 'unverified' };
}

/**
 * The claims that a pod mounts. The claim of a generic ephemeral volume is called after pod and volume.
 * @see https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/#persistentvolumeclaim-naming
 */
export function claimsOf(pod: Pod): readonly ClaimUse[] {
  const uses: ClaimUse[] = [];
  for (const volume of pod.spec?.volumes ?? []) {
    const path = `spec.volumes[name=${volume.name ?? ''}]`;
    const name = volume.persistentVolumeClaim?.claimName;
    if (name) uses.push({ name, ephemeral: false, path: `${path}.persistentVolumeClaim.claimName` });
    else if (volume.ephemeral) {
      uses.push({ name: `${pod.metadata.name}-${volume.name ?? ''}`, ephemeral: true, path: `${path}.ephemeral` });
    }
  }
  return uses;
}

/** The class that a claim asks for; empty for none on purpose, undefined for the cluster's default. */
export function classOf(claim: Claim): string | undefined {
  return claim.metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? claim.spec?.storageClassName;
}

/** True for a claim that has no volume yet and is not being deleted. */
export function isPending(claim: Claim): boolean {
  return claim.status?.phase === 'Pending' && claim.metadata.deletionTimestamp === undefined;
}

/** How long a claim may go without what it needs: its class or volume may be made right after it. */
const SETTLING_MS = MINUTE_MS;

/** True for a claim that was made only just now. */
export function isYoungClaim(claim: Claim, view: { age(timestamp: string): number }): boolean {
  const created = claim.metadata.creationTimestamp;
  return created !== undefined && view.age(created) < SETTLING_MS;
}

/** True for a claim with a volume that pods may be placed with. */
function isUsable(claim: Claim): boolean {
  return claim.status?.phase === 'Bound' && claim.metadata.deletionTimestamp === undefined;
}

/** The node that the scheduler picked for the claim's pod, which then waits for the volume without a word. */
export function selectedNode(claim: Claim): string | undefined {
  return claim.metadata.annotations?.['volume.kubernetes.io/selected-node'];
}

/** What a pod's claims stand like. */
export interface ClaimStates {
  /** Claims that were found and that no pod can use: they have no volume, or are being deleted. */
  readonly unbound: readonly Claim[];
  /** True where the scheduler has picked a node and waits for a volume to be made there. */
  readonly provisioning: boolean;
  /** True where one of them could not be looked up. */
  readonly unverified: boolean;
}

/** Looks up the claims of a pod. */
export function claimStates(pod: Pod, view: Claims): ClaimStates {
  const lookups = claimsOf(pod).map(({ name }) => {
    return view.get('PersistentVolumeClaim', pod.metadata.namespace ?? '', name);
  });
  const unbound = lookups.flatMap((lookup) => {
    return lookup.state === 'found' && !isUsable(lookup.object) ? [lookup.object] : [];
  });
  return {
    unbound,
    provisioning: unbound.some((claim) => isPending(claim) && selectedNode(claim) !== undefined),
    unverified: lookups.some(({ state }) => state === 'unverified'),
  };
}

/** How a claim without a volume stands, after its name. */
export function claimText(claim: Claim): string {
  if (claim.metadata.deletionTimestamp !== undefined) return 'is being deleted';
  return claim.status?.phase === 'Lost' ? 'has lost its volume' : 'has no volume';
}

/** A key for the claim of that name in a namespace. */
export function claimKey(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}

/** For each claim, by `claimKey`, the pods that wait for it: they have no node, and are not being deleted. */
export function waitingPods(view: { all(kind: 'Pod'): readonly Pod[] }): ReadonlyMap<string, readonly Pod[]> {
  const waiting = new Map<string, Pod[]>();
  for (const pod of view.all('Pod')) {
    if (!isUnscheduled(pod) || isTerminating(pod)) continue;
    for (const { name } of claimsOf(pod)) {
      const key = claimKey(pod.metadata.namespace, name);
      waiting.set(key, [...(waiting.get(key) ?? []), pod]);
    }
  }
  return waiting;
}

/**
 * Since when these pods have waited for nothing but a volume on the node that was picked for them; null where one of
 * them has been held up by something else, and nobody knows when that was over.
 */
export function waitingSince(pods: readonly Pod[]): string | null {
  const times = pods.map((pod) => {
    const condition = conditionOf(pod, 'PodScheduled');
    const onlyVolume = condition === undefined || condition.message.includes('binding volumes');
    return onlyVolume ? (pod.metadata.creationTimestamp ?? '') : '';
  });
  return times.includes('') ? null : (times.sort().at(-1) ?? null);
}
