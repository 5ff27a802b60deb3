import { MekhanikubeError } from '../../base/errors.ts';
import { ALL_KINDS, isKind, KINDS, kindByName, kindOf } from '../../kube/kinds.ts';
import type { Kind, KubeObject } from '../../kube/object.ts';
import { type KindCoverage, listed, unread } from '../coverage.ts';
import type { ExtraFields } from '../extra-fields.ts';
import { keep } from '../keep.ts';
import { createSnapshot, type Snapshot } from '../snapshot.ts';
import { newestTimeIn } from './newest-time.ts';

/** A file that somebody else's tool wrote, parsed. */
export interface ParsedFile {
  /** Its path inside the folder or archive; its name where it stands alone. */
  readonly path: string;
  readonly documents: readonly unknown[];
  readonly modifiedMs: number;
}

/** Objects may be newer than this before the file; then the file's own time is when it was recorded. */
const STALE_MS = 10 * 60 * 1000;

/** `cluster-resources/pods/shop.json` and `cluster-resources/nodes.json` of a support bundle. */
const BUNDLE_PATH = /(?:^|\/)cluster-resources\/([a-z-]+)(?:\/([a-z0-9.-]+))?\.json$/;

/**
 * Makes a snapshot of what `kubectl get -o json` or a support bundle recorded.
 *
 * A kind is `listed` in the namespaces that the recording shows to have been asked; a kind it holds nothing of is
 * `not-recorded`, never empty. A support bundle has a file for each kind and namespace, so there an empty file counts.
 *
 * @throws MekhanikubeError `input-unreadable` where no object of a known kind is in it
 */
export function snapshotOfFiles(source: string, files: readonly ParsedFile[], extra?: ExtraFields): Snapshot {
  const found = new Found(extra);
  for (const file of files) {
    const bundled = BUNDLE_PATH.exec(file.path);
    if (bundled === null) for (const document of file.documents) found.addDocument(document);
    else found.addBundled(bundled[1] ?? '', bundled[2], file.documents);
  }
  if (found.isEmpty()) {
    throw new MekhanikubeError('input-unreadable', `${source} holds no Kubernetes object that a check reads`, {
      hint: 'expected: a file of mekhanikube snapshot, the output of kubectl get -o json, a folder of such files, or a support bundle',
    });
  }
  const modifiedMs = Math.max(...files.map((file) => file.modifiedMs));
  return createSnapshot({
    cluster: { name: source, context: null, version: versionIn(files) },
    takenAt: takenAt(found.objects, modifiedMs),
    namespaces: found.namespaces(),
    coverage: found.coverage(),
    objects: found.objects,
  });
}

class Found {
  readonly objects = new Map<Kind, KubeObject[]>();
  /** For each kind of a bundle the namespaces that have a file; other recordings say nothing of the kind. */
  readonly #bundled = new Map<Kind, Set<string>>();
  readonly #namespaces = new Set<string>();
  /** Kinds that the recording names though it may hold none: `PodList` with no items. */
  readonly #named = new Set<Kind>();
  readonly #extra: ExtraFields | undefined;

  constructor(extra: ExtraFields | undefined) {
    this.#extra = extra;
  }

  isEmpty(): boolean {
    return this.objects.size === 0 && this.#bundled.size === 0;
  }

  addDocument(document: unknown): void {
    if (Array.isArray(document)) {
      for (const item of document) this.#addObject(item);
      return;
    }
    if (!isRecord(document)) return;
    const kind = typeof document['kind'] === 'string' ? document['kind'] : '';
    if (!Array.isArray(document['items'])) {
      this.#addObject(document);
      return;
    }
    const itemKind = kind.replace(/List$/, '');
    const as = isKind(itemKind) ? itemKind : undefined;
    if (as !== undefined && !isOtherGroup(document, as)) this.#named.add(as);
    for (const item of document['items']) this.#addObject(item, as);
  }

  addBundled(folder: string, namespace: string | undefined, documents: readonly unknown[]): void {
    const kind = bundledKind(folder);
    if (kind === undefined) return;
    for (const document of documents) {
      const items = Array.isArray(document) ? document : isRecord(document) ? document['items'] : undefined;
      if (!Array.isArray(items)) continue;
      const known = this.#bundled.get(kind) ?? new Set();
      if (namespace !== undefined) known.add(namespace);
      this.#bundled.set(kind, known);
      for (const item of items) this.#addObject(item, kind);
    }
  }

  namespaces(): readonly string[] {
    for (const namespaces of this.#bundled.values())
      for (const namespace of namespaces) this.#namespaces.add(namespace);
    return [...this.#namespaces].sort();
  }

  coverage(): readonly KindCoverage[] {
    return ALL_KINDS.map((kind) => {
      const bundled = this.#bundled.get(kind);
      if (bundled !== undefined) return { ...listed(kind), only: KINDS[kind].namespaced ? [...bundled].sort() : null };
      if (this.objects.has(kind) || this.#named.has(kind)) return listed(kind);
      return unread(kind, 'not-recorded', 'not in the recording');
    });
  }

  #addObject(raw: unknown, as?: Kind): void {
    if (isRecord(raw) && Array.isArray(raw['items'])) {
      this.addDocument(raw);
      return;
    }
    // An item may carry its kind, which also tells a whole Secret from one that was listed as metadata.
    const carriesKind = isRecord(raw) && typeof raw['kind'] === 'string';
    const object = keep(withoutNulls(raw), carriesKind ? undefined : as, this.#extra);
    if (object === undefined) return;
    const kind = kindOf(object.apiVersion, object.kind)?.kind ?? 'CustomResource';
    const known = this.objects.get(kind);
    if (known === undefined) this.objects.set(kind, [object]);
    else known.push(object);
    if (KINDS[kind].namespaced && object.metadata.namespace !== undefined)
      this.#namespaces.add(object.metadata.namespace ?? '');
    else if (object.kind === 'Namespace') this.#namespaces.add(object.metadata.name);
  }
}

function bundledKind(folder: string): Kind | undefined {
  if (folder === 'pvs') return 'PersistentVolume';
  if (folder === 'pvcs') return 'PersistentVolumeClaim';
  return kindByName(folder.replaceAll('-', ''))?.kind;
}

function isOtherGroup(list: Record<string, unknown>, kind: Kind): boolean {
  const [group = ''] = KINDS[kind].apiVersion.split('/');
  return typeof list['apiVersion'] === 'string' && group.includes('.') && !list['apiVersion'].startsWith(`${group}/`);
}

/** When the objects were read: the newest time in them, unless that is long before the file's: a quiet cluster. */
function takenAt(objects: ReadonlyMap<Kind, readonly KubeObject[]>, modifiedMs: number): string {
  const newestMs = newestTimeIn(objects);
  const heartbeat = objects.has('Node') || objects.has('Event');
  const isOld = newestMs !== undefined && heartbeat && modifiedMs - newestMs > STALE_MS;
  return new Date(isOld ? newestMs : modifiedMs).toISOString();
}

function versionIn(files: readonly ParsedFile[]): string | null {
  const file = files.find(({ path }) => path.endsWith('cluster-info/cluster_version.json'));
  const document = file?.documents[0];
  const info = isRecord(document) ? document['info'] : undefined;
  return isRecord(info) && typeof info['gitVersion'] === 'string' ? info['gitVersion'] : null;
}

/** Dumps of typed clients write `null` for what the API leaves out. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== null).map(withoutNulls);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === null ? [] : [[key, withoutNulls(inner)]])),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
