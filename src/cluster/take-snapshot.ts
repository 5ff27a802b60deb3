import { MekhanikubeError } from '../base/errors.ts';
import { listText } from '../base/list-text.ts';
import { KINDS } from '../kube/kinds.ts';
import { logLooks } from '../kube/logs/log-looks.ts';
import type { Kind, Pod } from '../kube/object.ts';
import type { ExtraFields } from '../snapshot/extra-fields.ts';
import { MOST_LOOKS, secondLooks, withFacts } from '../snapshot/second-look.ts';
import { createSnapshot, type Snapshot } from '../snapshot/snapshot.ts';
import { meterRequests, type RequestTally } from './api/request-meter.ts';
import type { Connection } from './connect.ts';
import { firstContact } from './read/first-contact.ts';
import type { KindRead } from './read/join-namespaces.ts';
import { type ListOutcome, listObjects } from './read/list-objects.ts';
import { resolveNamespaces } from './read/namespaces.ts';
import { observeControlPlane } from './read/observe-control-plane.ts';
import { countProgress, type Progress } from './read/progress.ts';
import { readCustomResources } from './read/read-custom-resources.ts';
import { readKeys } from './read/read-keys.ts';
import { readKinds } from './read/read-kinds.ts';
import { readLogs } from './read/read-logs.ts';
import { readRemovedUses } from './read/read-removed-uses.ts';
import { readVolumeUsage } from './read/read-volume-usage.ts';
import type { Reading } from './read/reading.ts';
import { readServedGroups } from './read/served-groups.ts';

/** Where somebody asks what an upgrade removes, each Helm release is looked into. */
const MOST_WITH_RELEASES = 1_000;
const UNREAD_TOLD = 5;

export interface SnapshotOptions {
  /** What to list, each kind once. */
  readonly kinds: readonly Kind[];
  /** Names or globs; null for every namespace that may be read. */
  readonly namespaces: readonly string[] | null;
  /** What to keep of objects besides what the checks of the catalogue read. */
  readonly extra?: ExtraFields | undefined;
  /** The minor version of an upgrade that is planned: then also who uses what that removes. */
  readonly upgradeTo?: string | undefined;
  /** Called as pages arrive. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly signal: AbortSignal;
}

/**
 * Reads a cluster once into a snapshot: each kind listed at most once, page by page, cut as it arrives.
 *
 * A kind that is forbidden, absent or fails is recorded as that, and the others are read all the same.
 *
 * @throws MekhanikubeError `cluster-unreadable` where the server cannot be reached, refuses the credentials, or
 *   nothing at all can be read; `usage` for a namespace that does not exist
 * @throws the signal's reason where it aborts
 */
export async function takeSnapshot(connection: Connection, options: SnapshotOptions): Promise<Snapshot> {
  const failed = new AbortController();
  const { api, tally } = meterRequests(connection.api);
  const reading: Reading = {
    api,
    signal: AbortSignal.any([options.signal, failed.signal]),
    progress: countProgress(options.kinds.length, options.onProgress),
    groups: once(() => readServedGroups(reading)),
    extra: options.extra,
  };
  try {
    return withRequests(await read(connection, reading, options), tally());
  } catch (thrown) {
    // Whatever else is under way is of no use any more.
    failed.abort(thrown);
    throw thrown;
  }
}

/** What our own requests met, as a word about the server. */
function withRequests(snapshot: Snapshot, ourRequests: RequestTally): Snapshot {
  const { ControlPlane } = snapshot.objects;
  if (ControlPlane === undefined) return snapshot;
  const objects = { ...snapshot.objects, ControlPlane: ControlPlane.map((one) => ({ ...one, ourRequests })) };
  return { ...snapshot, objects };
}

async function read(connection: Connection, reading: Reading, options: SnapshotOptions): Promise<Snapshot> {
  const { version, takenAt } = await firstContact(connection, reading.signal);
  let namespaceList: Promise<ListOutcome> | undefined;
  const listNamespaces = () => (namespaceList ??= listObjects(reading, 'Namespace', null));
  const namespaces =
    options.namespaces === null ? null : await resolveNamespaces(options.namespaces, await listNamespaces(), reading);
  const scope = { namespaces, ownNamespace: connection.namespace, listNamespaces };
  const kinds = [...new Set(options.kinds)];
  const [listedKinds, server] = await Promise.all([
    readKinds(
      reading,
      kinds.filter((kind) => KINDS[kind].source !== 'observed' && KINDS[kind].source !== 'any'),
      scope,
    ),
    kinds.includes('ControlPlane')
      ? observed(connection, reading, version, options.upgradeTo).then((read) => [read])
      : [],
  ]);
  const definitions = listedKinds.find(({ coverage }) => coverage.kind === 'CustomResourceDefinition');
  const podsRead = listedKinds.find(({ coverage }) => coverage.kind === 'Pod');
  const pods = podsRead?.objects ?? [];
  // What is read because of what was listed.
  const further = await Promise.all([
    kinds.includes('CustomResource') && definitions !== undefined
      ? readCustomResources(reading, definitions, namespaces)
      : [],
    kinds.includes('ContainerLog')
      ? readLogs(connection.endpoint, logLooks(pods as readonly Pod[], Date.parse(takenAt)), reading.signal)
      : [],
    kinds.includes('VolumeUsage') ? readVolumeUsage(connection.endpoint, podsRead, reading.signal) : [],
  ]);
  const reads = [...listedKinds, ...server, ...further.flat()];
  if (reads.length > 0) assertAnythingRead(connection, reads);
  const snapshot = createSnapshot({
    cluster: { name: connection.cluster, context: connection.context, version },
    takenAt,
    namespaces,
    coverage: reads.map(({ coverage }) => coverage),
    objects: new Map(reads.map(({ coverage, objects }) => [coverage.kind, objects])),
  });
  const most = options.upgradeTo === undefined ? MOST_LOOKS : MOST_WITH_RELEASES;
  const { facts, unread } = await readKeys(reading, secondLooks(snapshot), most);
  const coverage = snapshot.coverage.map((one) => ({
    ...one,
    reason: one.reason ?? [...unread].find(([kind]) => kind === one.kind)?.[1] ?? null,
  }));
  return withFacts({ ...snapshot, coverage }, facts);
}

/** The server itself, and what a planned upgrade of it takes away. */
async function observed(
  connection: Connection,
  reading: Reading,
  version: string | null,
  upgradeTo: string | undefined,
): Promise<KindRead> {
  const read = await observeControlPlane(connection, version, reading.signal);
  if (upgradeTo === undefined) return read;
  const { uses, unread } = await readRemovedUses(reading, connection, version, upgradeTo);
  const reason = unread.length === 0 ? read.coverage.reason : listText(unread, UNREAD_TOLD);
  return { coverage: { ...read.coverage, reason }, objects: read.objects.map((one) => ({ ...one, ...uses })) };
}

/** Asks once, however often the answer is wanted. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => (answer ??= ask());
}

/** The names of all namespaces, sorted. @throws MekhanikubeError `cluster-unreadable` where they cannot be listed */
export async function listNamespaces(
  connection: Connection,
  signal = new AbortController().signal,
): Promise<readonly string[]> {
  const reading: Reading = {
    api: connection.api,
    signal,
    progress: countProgress(1, undefined),
    groups: async () => null,
  };
  const list = await listObjects(reading, 'Namespace', null);
  if (list.state === 'ok') return list.objects.map(({ metadata }) => metadata.name).sort();
  throw new MekhanikubeError('cluster-unreadable', `cannot list the namespaces of ${connection.label}: ${list.reason}`);
}

/** A scan that saw nothing must not end as one that found nothing. */
function assertAnythingRead({ label }: Connection, all: readonly KindRead[]): void {
  // What is observed besides the lists is there without any: a server, and no log of no pod.
  const reads = all.filter(({ coverage }) => KINDS[coverage.kind].source !== 'observed');
  if (reads.some(({ coverage }) => coverage.state === 'listed')) return;
  const refused = reads.find(({ coverage }) => coverage.state === 'forbidden')?.coverage;
  const worst = reads.find(({ coverage }) => coverage.state === 'failed')?.coverage ?? refused;
  const reason = worst?.reason ?? 'it serves none of the kinds';
  if (worst?.state !== 'forbidden') {
    throw new MekhanikubeError('cluster-unreadable', `nothing could be listed from ${label}: ${reason}`, {
      hint: 'see how the server is: kubectl get --raw /readyz?verbose',
    });
  }
  const user = /User "([^"]+)"/.exec(reason)?.[1];
  const grant = `kubectl create clusterrolebinding mekhanikube --clusterrole=view --user=${user ?? 'USER'}`;
  throw new MekhanikubeError('cluster-unreadable', `no right to list anything on ${label}: ${reason}`, {
    hint: `name a namespace you may read with -n, or have somebody grant you the right: ${grant}`,
  });
}
