import type { Pod } from '../object.ts';
import { type Claim, claimsOf } from './claims.ts';

/** Where a container sees a claim. */
export interface MountedAt {
  readonly pod: string;
  readonly container: string;
  readonly path: string;
}

/** True where some of these pods may write to the claim; also where nobody knows. */
export function isWritten(claim: Claim, pods: readonly Pod[]): boolean {
  const modes = claim.spec?.accessModes ?? [];
  if (modes.length > 0 && modes.every((mode) => mode === 'ReadOnlyMany')) return false;
  return pods.length === 0 || pods.some((pod) => volumesOf(pod, claim).some(({ isReadOnly }) => !isReadOnly));
}

/** The first container of a pod that mounts the claim, and where. */
export function mountOf(claim: Claim, pod: Pod | undefined): MountedAt | undefined {
  if (pod === undefined) return undefined;
  const names = new Set(volumesOf(pod, claim).map(({ name }) => name));
  for (const container of pod.spec?.containers ?? []) {
    const mount = container.volumeMounts?.find(({ name }) => names.has(name));
    if (mount?.mountPath) return { pod: pod.metadata.name, container: container.name ?? '', path: mount.mountPath };
  }
  return undefined;
}

function volumesOf(pod: Pod, claim: Claim) {
  return (pod.spec?.volumes ?? []).flatMap((volume) => {
    const uses = claimsOf({ ...pod, spec: { volumes: [volume] } });
    if (!uses.some(({ name }) => name === claim.metadata.name)) return [];
    return [{ name: volume.name, isReadOnly: volume.persistentVolumeClaim?.readOnly === true }];
  });
}
