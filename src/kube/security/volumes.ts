import type { PodSpec } from '../object.ts';
import { inPod, type Offence } from './offence.ts';

/** The types that a snapshot keeps under their own name, or whose absence tells nothing. */
const COMMON: ReadonlySet<string> = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'hostPath',
  'image',
  'name',
  'nfs',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

/**
 * The type of a volume where it is none of the common ones: `iscsi`.
 *
 * @param raw a volume as the API sent it, or as it was kept
 */
export function uncommonVolumeType(raw: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof raw['uncommonType'] === 'string') return raw['uncommonType'];
  return Object.keys(raw).find((field) => !COMMON.has(field) && raw[field] !== null && raw[field] !== undefined);
}

/** Volumes of the node's own files. */
export function hostPathVolumes({ volumes = [] }: PodSpec): readonly Offence[] {
  return volumes.flatMap(({ name = '', hostPath }) =>
    hostPath === undefined ? [] : [inPod(`volumes[name=${name}].hostPath`, hostPath.path ?? '')],
  );
}

/** Volumes of other types than those that stay within the cluster. */
export function uncommonVolumes(spec: PodSpec): readonly Offence[] {
  return [
    ...hostPathVolumes(spec),
    ...(spec.volumes ?? []).flatMap((volume) => {
      const type = volume.nfs === undefined ? uncommonVolumeType({ ...volume }) : 'nfs';
      return type === undefined ? [] : [inPod(`volumes[name=${volume.name ?? ''}].${type}`, null)];
    }),
  ];
}
