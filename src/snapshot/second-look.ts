import { compareText, firstDifference } from '../base/collate.ts';
import { certificateUses } from '../kube/certificates/uses.ts';
import { type ConfigReference, configReferencesOf, isHeldBackAt } from '../kube/config/references.ts';
import { helmReleases } from '../kube/gitops/helm-releases.ts';
import { failedPullsOf } from '../kube/images/image-pulls.ts';
import type { Keyed, Kind, Pod } from '../kube/object.ts';
import { isActive, isReady } from '../kube/pods.ts';
import type { KeyedFacts } from './keyed.ts';
import type { ObjectsByKind, Snapshot } from './snapshot.ts';

/** A ConfigMap or Secret of which a diagnosis wants to know more than its metadata. */
export interface SecondLook {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly namespace: string;
  readonly name: string;
}

/** More looks than this would no longer be a few requests beside the lists. */
export const MOST_LOOKS = 200;

/**
 * What to read a second time, for facts about what it holds: of those ConfigMaps and Secrets that were listed as
 * metadata the ones that a pod which cannot start for now refers to by key, the accounts with which an image could not
 * be pulled, and the certificates that an Ingress, a Gateway, a webhook or an aggregated API shows. Where an upgrade is
 * planned, also the revisions of Helm releases that run.
 *
 * What fails comes first, releases last. Otherwise sorted by kind, namespace and name.
 */
export function secondLooks(snapshot: Snapshot): readonly SecondLook[] {
  const unknown = new Map(withoutFacts(snapshot).map((look) => [lookKey(look), look]));
  const chosen = new Map<string, SecondLook>();
  for (const wanted of [failing(snapshot), shown(snapshot), releases(snapshot)]) {
    const known = wanted.map(lookKey).flatMap((key) => unknown.get(key) ?? []);
    for (const look of known.sort(compareLooks)) chosen.set(lookKey(look), look);
  }
  return [...chosen.values()];
}

/** The key under which `withFacts` looks for the answer to a look. */
export function lookKey({ kind, namespace, name }: SecondLook): string {
  return `${kind}/${namespace}/${name}`;
}

/**
 * The snapshot with the facts that a second look found, by `lookKey`.
 *
 * An object that is not in the map keeps what it had: nobody looked, or nobody was allowed to.
 */
export function withFacts(snapshot: Snapshot, facts: ReadonlyMap<string, KeyedFacts>): Snapshot {
  if (facts.size === 0) return snapshot;
  const fill = (kind: SecondLook['kind'], objects: readonly Keyed[] | undefined) =>
    objects?.map((object) => {
      const found = facts.get(lookKey(lookAt(kind, object)));
      return found === undefined ? object : { ...object, ...found };
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

function failing({ objects }: Snapshot): readonly SecondLook[] {
  return (objects.Pod ?? []).flatMap((pod) => {
    if (!isActive(pod) || isReady(pod) || !pod.spec?.nodeName) return [];
    const namespace = pod.metadata.namespace ?? '';
    const keys = keyReferencesOf(pod).filter((reference) => isHeldBackAt(pod, reference));
    const accounts = (pod.spec.imagePullSecrets ?? []).flatMap(({ name }) => (name ? [name] : []));
    const pulls = accounts.length === 0 ? [] : failedPullsOf(pod, () => []);
    return [
      ...keys.map(({ kind, name }): SecondLook => ({ kind, namespace, name })),
      ...(pulls.length === 0 ? [] : accounts.map((name): SecondLook => ({ kind: 'Secret', namespace, name }))),
    ];
  });
}

function shown({ objects }: Snapshot): readonly SecondLook[] {
  const all = <K extends Kind>(kind: K): NonNullable<ObjectsByKind[K]> => objects[kind] ?? [];
  return [...certificateUses({ all }).values()].flatMap(([use]) =>
    use === undefined ? [] : [{ kind: 'Secret' as const, namespace: use.namespace, name: use.secret }],
  );
}

/** The revision of each release from which its next upgrade starts. */
function releases({ objects }: Snapshot): readonly SecondLook[] {
  if (!objects.ControlPlane?.some(({ upgradeTo }) => upgradeTo !== undefined)) return [];
  const { Secret = [] } = objects;
  return [...helmReleases({ all: () => Secret }).values()].flatMap(({ running }) =>
    running === null ? [] : [lookAt('Secret', running)],
  );
}

/** References by key, but for those that stop no pod and the ServiceAccount's volume, which every pod has. */
function keyReferencesOf(pod: Pod): readonly ConfigReference[] {
  return configReferencesOf(pod).filter(
    ({ key, optional, volume }) => key !== null && !optional && !volume?.startsWith('kube-api-access-'),
  );
}

function withoutFacts({ objects }: Snapshot): readonly SecondLook[] {
  const looks = (kind: SecondLook['kind'], list: readonly Keyed[] = []) =>
    list.filter((object) => object.keys === undefined).map((object) => lookAt(kind, object));
  return [...looks('ConfigMap', objects.ConfigMap), ...looks('Secret', objects.Secret)];
}

function lookAt(kind: SecondLook['kind'], { metadata }: Keyed): SecondLook {
  return { kind, namespace: metadata.namespace ?? '', name: metadata.name };
}

function compareLooks(left: SecondLook, right: SecondLook): number {
  return firstDifference(
    compareText(left.kind, right.kind),
    compareText(left.namespace, right.namespace),
    compareText(left.name, right.name),
  );
}
