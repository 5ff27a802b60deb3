import type { ObjectOf, Pod } from './object.ts';

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

/** The node that the scheduler picked for the claim's pod, which then waits for the volume without a word. */
export function selectedNode(claim: Claim): string | undefined {
  return claim.metadata.annotations?.['volume.kubernetes.io/selected-node'];
}

/** What a pod's claims stand like. */
export interface ClaimStates {
  /** Claims that were found and have no volume. */
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
    return lookup.state === 'found' && lookup.object.status?.phase !== 'Bound' ? [lookup.object] : [];
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
