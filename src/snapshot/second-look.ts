import { compareText, firstDifference } from '../base/collate.ts';
import { type ConfigReference, configReferencesOf, isHeldBackAt } from '../kube/config/references.ts';
import type { Keyed, Pod } from '../kube/object.ts';
import { isActive, isReady } from '../kube/pods.ts';
import type { Snapshot } from './snapshot.ts';

/** A ConfigMap or Secret whose key names a diagnosis wants to know. */
export interface KeyLook {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly namespace: string;
  readonly name: string;
}

/** More looks than this would no longer be a few requests beside the lists. */
const MOST_LOOKS = 200;

/**
 * What to read a second time, for its key names only: the ConfigMaps and Secrets that were listed without keys and
 * that a pod which cannot start for now refers to by key.
 *
 * Sorted by kind, namespace and name; at most `limit` of them.
 */
export function keyLooks(snapshot: Snapshot, limit = MOST_LOOKS): readonly KeyLook[] {
  const wanted = new Map<string, KeyLook>();
  for (const pod of snapshot.objects.Pod ?? []) {
    if (!isActive(pod) || isReady(pod) || !pod.spec?.nodeName) continue;
    for (const reference of keyReferencesOf(pod)) {
      if (!isHeldBackAt(pod, reference)) continue;
      const look = { kind: reference.kind, namespace: pod.metadata.namespace ?? '', name: reference.name };
      wanted.set(lookKey(look), look);
    }
  }
  if (wanted.size === 0) return [];
  return withoutKeys(snapshot)
    .flatMap((look) => wanted.get(lookKey(look)) ?? [])
    .sort((left, right) =>
      firstDifference(
        compareText(left.kind, right.kind),
        compareText(left.namespace, right.namespace),
        compareText(left.name, right.name),
      ),
    )
    .slice(0, limit);
}

/** The key under which `withKeys` looks for the answer to a look. */
export function lookKey({ kind, namespace, name }: KeyLook): string {
  return `${kind}/${namespace}/${name}`;
}

/**
 * The snapshot with the key names that a second look found, by `lookKey`.
 *
 * An object that is not in the map keeps what it had: nobody looked, or nobody was allowed to.
 */
export function withKeys(snapshot: Snapshot, keys: ReadonlyMap<string, readonly string[]>): Snapshot {
  if (keys.size === 0) return snapshot;
  const fill = (kind: KeyLook['kind'], objects: readonly Keyed[] | undefined) =>
    objects?.map((object) => {
      const found = keys.get(lookKey(lookAt(kind, object)));
      return found === undefined ? object : { ...object, keys: [...found].sort(compareText) };
    });
  const { ConfigMap, Secret } = snapshot.objects;
  return {
    ...snapshot,
    objects: {
      ...snapshot.objects,
      ...(ConfigMap && { ConfigMap: fill('ConfigMap', ConfigMap) ?? [] }),
      ...(Secret && { Secret: fill('Secret', Secret) ?? [] }),
    },
  };
}

/** References by key, but for those that stop no pod and the ServiceAccount's volume, which every pod has. */
function keyReferencesOf(pod: Pod): readonly ConfigReference[] {
  return configReferencesOf(pod).filter(
    ({ key, optional, volume }) => key !== null && !optional && !volume?.startsWith('kube-api-access-'),
  );
}

function withoutKeys({ objects }: Snapshot): readonly KeyLook[] {
  const looks = (kind: KeyLook['kind'], list: readonly Keyed[] = []) =>
    list.filter((object) => object.keys === undefined).map((object) => lookAt(kind, object));
  return [...looks('ConfigMap', objects.ConfigMap), ...looks('Secret', objects.Secret)];
}

function lookAt(kind: KeyLook['kind'], { metadata }: Keyed): KeyLook {
  return { kind, namespace: metadata.namespace ?? '', name: metadata.name };
}
