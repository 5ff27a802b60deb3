import type { PodSpec } from '../object.ts';

type Volume = NonNullable<PodSpec['volumes']>[number];

/** What a volume of a pod is made of, in words: `NFS files.example:/media`; empty where the snapshot does not keep it. */
export function volumeSourceText({ persistentVolumeClaim, hostPath, nfs, csi, configMap, secret }: Volume): string {
  if (persistentVolumeClaim) return `claim ${persistentVolumeClaim.claimName ?? ''}`;
  if (hostPath) return `${hostPath.type ? `hostPath of type ${hostPath.type}` : 'hostPath'} ${hostPath.path ?? ''}`;
  if (nfs) return `NFS ${nfs.server ?? ''}:${nfs.path ?? ''}`;
  if (csi) return `driver ${csi.driver ?? ''}`;
  if (configMap) return `ConfigMap ${configMap.name ?? ''}`;
  if (secret) return `Secret ${secret.secretName ?? ''}`;
  return '';
}
