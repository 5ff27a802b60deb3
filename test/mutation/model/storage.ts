import type { KubeObject, ObjectOf } from '../../../src/kube/object.ts';
import { after, type Cluster, metadataOf, type Raw } from './cluster.ts';
import { eventOf } from './event.ts';

type Claim = ObjectOf<'PersistentVolumeClaim'>;

/** Why a claim gets no volume: who says so, and how; undefined where it gets one. */
function bindingTrouble(claim: Claim, cluster: Cluster) {
  const name = claim.spec?.storageClassName ?? '';
  const storageClass = cluster.get('StorageClass', null, name);
  if (storageClass === undefined)
    return {
      type: 'Warning',
      reason: 'ProvisioningFailed',
      message: `storageclass.storage.k8s.io "${name}" not found`,
    };
  const { provisioner = '' } = storageClass;
  if (cluster.all('CSINode').some(({ spec }) => spec?.drivers?.some(({ name: driver }) => driver === provisioner)))
    return undefined;
  const message = `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`;
  return { type: 'Normal', reason: 'ExternalProvisioning', message };
}

export function isBound(cluster: Cluster, namespace: string, name: string): boolean {
  const claim = cluster.get('PersistentVolumeClaim', namespace, name);
  return claim?.status?.phase === 'Bound';
}

/** The claims that a StatefulSet makes, as they stand; one that was bound before stays so. */
export function claimsOf(
  set: ObjectOf<'StatefulSet'>,
  cluster: Cluster,
  createdAt: string,
  bound: boolean,
): readonly Raw[] {
  const namespace = set.metadata.namespace ?? '';
  return (set.spec?.volumeClaimTemplates ?? []).flatMap((template) => {
    const name = `${template.metadata?.name ?? ''}-${set.metadata.name}-0`;
    const claim = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: metadataOf('PersistentVolumeClaim', namespace, name, createdAt),
      spec: template.spec,
    };
    // A template's spec is that of a claim.
    const trouble = bound ? undefined : bindingTrouble(claim as unknown as Claim, cluster);
    return trouble === undefined ? boundClaim(claim, createdAt) : pendingClaim(claim, trouble, cluster, createdAt);
  });
}

function boundClaim(claim: Raw, createdAt: string): readonly Raw[] {
  const { metadata, spec } = claim as unknown as Claim;
  const volume = `pvc-${metadata.namespace}-${metadata.name}`;
  const { namespace, name, uid } = metadata;
  const capacity = { storage: spec?.resources?.requests?.['storage'] };
  return [
    {
      ...claim,
      spec: { ...spec, volumeName: volume },
      status: { phase: 'Bound', accessModes: spec?.accessModes, capacity },
    },
    {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: metadataOf('PersistentVolume', null, volume, after(createdAt, 5)),
      spec: {
        accessModes: spec?.accessModes,
        capacity,
        claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name, uid },
        storageClassName: spec?.storageClassName,
        persistentVolumeReclaimPolicy: 'Delete',
        csi: { driver: 'csi.example.com', volumeHandle: volume },
      },
      status: { phase: 'Bound' },
    },
  ];
}

function pendingClaim(
  claim: Raw,
  { type, reason, message }: { type: string; reason: string; message: string },
  cluster: Cluster,
  at: string,
): readonly Raw[] {
  const { metadata, spec } = claim as unknown as Claim;
  const provisioner = cluster.get('StorageClass', null, spec?.storageClassName ?? '')?.provisioner;
  const annotations =
    provisioner === undefined ? undefined : { 'volume.kubernetes.io/storage-provisioner': provisioner };
  const pending = { ...claim, metadata: { ...metadata, annotations }, status: { phase: 'Pending' } };
  return [
    pending,
    eventOf(pending as unknown as KubeObject, reason, message, { by: 'persistentvolume-controller', at, type }),
  ];
}
