import type { Pod, PodSpec } from '../object.ts';
import { type Claim, claimsOf } from '../storage/claims.ts';

type Volume = NonNullable<PodSpec['volumes']>[number];

interface Claims {
  get(
    kind: 'PersistentVolumeClaim',
    namespace: string,
    name: string,
  ): { readonly state: string; readonly object?: Claim };
}

/** A volume of a pod that an event names, with its claim if it has one. */
export interface NamedVolume {
  readonly volume: Volume;
  readonly claim: string | null;
}

/** Finds the volume that an event names: as the pod does, but for a PersistentVolume, which it names itself. */
export function volumeNamed(pod: Pod, name: string, view: Claims): NamedVolume | undefined {
  const namespace = pod.metadata.namespace ?? '';
  for (const volume of pod.spec?.volumes ?? []) {
    const [claim = null] = claimsOf({ ...pod, spec: { volumes: [volume] } }).map((use) => use.name);
    if (volume.name === name) return { volume, claim };
    if (claim !== null && view.get('PersistentVolumeClaim', namespace, claim).object?.spec?.volumeName === name) {
      return { volume, claim };
    }
  }
  return undefined;
}

/** The pods that have a node, by the claims that they mount: `namespace/claim`. Pass it to `view.shared`. */
export function placedPodsByClaim(view: { all(kind: 'Pod'): readonly Pod[] }): ReadonlyMap<string, readonly Pod[]> {
  const users = new Map<string, Pod[]>();
  for (const pod of view.all('Pod')) {
    const { phase } = pod.status ?? {};
    if (!pod.spec?.nodeName || pod.spec.volumes === undefined || phase === 'Succeeded' || phase === 'Failed') continue;
    for (const { name } of claimsOf(pod)) {
      const key = `${pod.metadata.namespace ?? ''}/${name}`;
      const known = users.get(key);
      if (known === undefined) users.set(key, [pod]);
      else known.push(pod);
    }
  }
  return users;
}
