import type { ObjectOf, Pod } from '../object.ts';
import { type ObjectRef, refTo } from '../object-ref.ts';
import { claimsOf } from './claims.ts';
import { fillOf } from './fill.ts';

interface UsageLookup {
  get(kind: 'VolumeUsage', namespace: string, name: string): { readonly object?: ObjectOf<'VolumeUsage'> | undefined };
}

/**
 * The claims with a full volume to which a container may have wanted to write when it said that no space was left.
 *
 * Where the line names a path, that of the path; otherwise each that it mounts.
 */
export function fullClaimsOf(pod: Pod, container: string, line: string, view: UsageLookup): readonly ObjectRef[] {
  const { namespace = '' } = pod.metadata;
  const mounts = pod.spec?.containers?.find(({ name }) => name === container)?.volumeMounts ?? [];
  const paths = [...line.matchAll(/(?<![\w:/])\/[^\s"':,;)\]]+/g)].map(([path]) => path);
  // A path lies on the volume that is mounted nearest above it.
  const mountedAt = (path: string): string | undefined =>
    mounts
      .map(({ mountPath = '' }) => mountPath.replace(/\/+$/, ''))
      .filter((mountPath) => path === mountPath || path.startsWith(`${mountPath}/`))
      .sort((left, right) => right.length - left.length)[0];
  const named = new Set(paths.map(mountedAt));
  const names = new Set(
    mounts
      .filter(({ mountPath = '' }) => paths.length === 0 || named.has(mountPath.replace(/\/+$/, '')))
      .map(({ name }) => name),
  );
  return (pod.spec?.volumes ?? [])
    .filter(({ name }) => names.has(name))
    .flatMap((volume) => claimsOf({ ...pod, spec: { volumes: [volume] } }))
    .filter(({ name }) => {
      const usage = view.get('VolumeUsage', namespace, name).object;
      return usage !== undefined && fillOf(usage)?.isFull === true;
    })
    .map(({ name }) => refTo('PersistentVolumeClaim', namespace, name));
}
