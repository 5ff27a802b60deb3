import { textAt } from '../custom/fields.ts';
import type { Custom, Keyed, KubeObject, ObjectOf } from '../object.ts';
import { type ObjectRef, refOf } from '../object-ref.ts';

/** One revision of a Helm release: a Secret of which the labels tell all that is needed. */
export interface Revision {
  readonly release: string;
  readonly revision: number;
  /** `deployed`, `failed`, `superseded`, `pending-upgrade`, `uninstalling`… */
  readonly status: string;
  /** When Helm wrote its status last, RFC 3339. */
  readonly changedAt: string | null;
}

const NAME = /^sh\.helm\.release\.v1\.(.+)\.v(\d+)$/;

/** What the labels of a Secret say of a Helm release; undefined for any other Secret. */
export function revisionOf({ metadata }: Keyed): Revision | undefined {
  const { labels, creationTimestamp } = metadata;
  if (labels?.['owner'] !== 'helm') return undefined;
  const [, named = '', number = ''] = NAME.exec(metadata.name) ?? [];
  if (named === '') return undefined;
  const seconds = Number(labels['modifiedAt'] ?? '');
  return {
    release: labels['name'] ?? named,
    revision: Number(labels['version'] ?? number),
    status: labels['status'] ?? '',
    changedAt: seconds > 0 ? new Date(seconds * 1000).toISOString().replace('.000Z', 'Z') : (creationTimestamp ?? null),
  };
}

/** The revisions of one release. */
export interface Release {
  readonly newest: Keyed;
  /** The number of the revision that runs: the newest that was deployed; null where there was none. */
  readonly deployed: number | null;
  /** That revision. */
  readonly running: Keyed | null;
}

/** The newest revision of each release, by `namespace/name`: what went wrong before it is over. */
export function helmReleases(view: { all(kind: 'Secret'): readonly Keyed[] }): ReadonlyMap<string, Release> {
  const releases = new Map<string, Release & { readonly revision: number }>();
  for (const secret of view.all('Secret')) {
    const found = revisionOf(secret);
    if (found === undefined) continue;
    const key = `${secret.metadata.namespace ?? ''}/${found.release}`;
    const known = releases.get(key) ?? { newest: secret, revision: -1, deployed: null, running: null };
    const { revision } = found;
    const isRunning = found.status === 'deployed' && revision > (known.deployed ?? -1);
    releases.set(key, {
      ...known,
      ...(revision > known.revision && { newest: secret, revision }),
      ...(isRunning && { deployed: revision, running: secret }),
    });
  }
  return releases;
}

interface Surroundings {
  inNamespace<K extends 'DaemonSet' | 'Deployment' | 'StatefulSet'>(kind: K, namespace: string): readonly ObjectOf<K>[];
}

/** The workloads of a release that are not all ready: Helm may have waited for them in vain. */
export function unreadyOf(release: string, namespace: string, view: Surroundings): readonly ObjectRef[] {
  const isOfRelease = ({ metadata: { labels } }: KubeObject) =>
    labels?.['app.kubernetes.io/instance'] === release || labels?.['release'] === release;
  return [
    ...view
      .inNamespace('Deployment', namespace)
      .filter((one) => isOfRelease(one) && (one.status?.availableReplicas ?? 0) < (one.spec?.replicas ?? 1)),
    ...view
      .inNamespace('StatefulSet', namespace)
      .filter((one) => isOfRelease(one) && (one.status?.readyReplicas ?? 0) < (one.spec?.replicas ?? 1)),
    ...view
      .inNamespace('DaemonSet', namespace)
      .filter(
        (one) => isOfRelease(one) && (one.status?.numberAvailable ?? 0) < (one.status?.desiredNumberScheduled ?? 0),
      ),
  ].map(refOf);
}

/** The HelmRelease of Flux that keeps a release, where there is one: what fails is told there. */
export function fluxReleaseOf(
  release: string,
  namespace: string,
  view: { all(kind: 'HelmRelease'): readonly Custom[] },
): Custom | undefined {
  return view.all('HelmRelease').find(({ spec, metadata }) => {
    const target = textAt(spec, 'targetNamespace');
    const storage = textAt(spec, 'storageNamespace') || metadata.namespace;
    const name = textAt(spec, 'releaseName') || (target === '' ? metadata.name : `${target}-${metadata.name}`);
    return name === release && (storage === namespace || target === namespace);
  });
}

type Use = NonNullable<Keyed['removedApis']>[number];

/** The same for a manifest's entry and for the object that it became, but for the namespace that a manifest may leave out. */
export function useKey({ apiVersion, kind, namespace, name }: Use): string {
  return `${apiVersion}/${kind}/${namespace ?? ''}/${name}`;
}

/** The objects in the manifests of running releases that are written under removed versions of APIs, by `useKey`. */
export function objectsOfReleases(view: { all(kind: 'Secret'): readonly Keyed[] }): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { running } of helmReleases(view).values()) {
    for (const use of running?.removedApis ?? []) {
      keys.add(useKey(use));
      // An object of a namespace goes into that of the release; of a cluster-wide one the manifest names none either.
      keys.add(useKey({ ...use, namespace: use.namespace ?? running?.metadata.namespace ?? null }));
    }
  }
  return keys;
}
