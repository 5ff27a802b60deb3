import { z } from 'zod';
import { type ClusterApi, Manifest } from '../../support/cluster-api.ts';
import { holds, until } from '../../support/cluster-stage.ts';

/** Marks everything that these tests make, with the file that did: nothing without it is ever deleted. */
export const LABEL = 'mekhanikube.io/repair-test';
export type Suite = 'actions' | 'advice';
const REACHED_MS = 90_000;

const List = z.object({ items: z.array(z.looseObject({ metadata: Manifest.shape.metadata })) });

/** A namespace of a case's own, with what happens in it. */
export class Scene {
  readonly api: ClusterApi;
  readonly namespace: string;
  readonly #suite: Suite;

  constructor(api: ClusterApi, namespace: string, suite: Suite = 'actions') {
    this.api = api;
    this.namespace = namespace;
    this.#suite = suite;
  }

  /** Makes the namespace, once pods may be created in it. */
  async open(): Promise<void> {
    await this.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: this.namespace } });
    // A pod that comes before the account that it runs as is refused.
    await this.reaches(this.named('v1', 'ServiceAccount', 'default'));
  }

  /** Asks for the deletion of the namespace; nobody waits for it. */
  async close(): Promise<void> {
    await this.api.remove({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: this.namespace } });
  }

  /** An object of this namespace by its name alone. */
  named(apiVersion: string, kind: string, name: string): Manifest {
    return this.placed({ apiVersion, kind, metadata: { name } });
  }

  /** Creates an object as anybody else would, and returns it. */
  async create(object: Manifest): Promise<Manifest> {
    const placed = this.placed(object);
    const labelled = {
      ...placed,
      metadata: { ...placed.metadata, labels: { ...placed.metadata.labels, [LABEL]: this.#suite } },
    };
    const { status, body, reason } = await this.api.send('POST', await this.api.collectionOf(placed), labelled);
    if (status >= 300) throw new Error(`${placed.kind} ${placed.metadata.name}: ${reason}`);
    return Manifest.parse(body);
  }

  patch(object: Manifest): Promise<void> {
    return this.api.patch(this.placed(object));
  }

  /** Writes a status, in place of a controller that is not there. */
  async status(object: Manifest): Promise<void> {
    const placed = this.placed(object);
    const path = `${await this.api.collectionOf(placed)}/${placed.metadata.name}/status`;
    const { status, reason } = await this.api.send('PATCH', path, placed, 'application/merge-patch+json');
    if (status >= 300) throw new Error(`status of ${placed.kind} ${placed.metadata.name}: ${reason}`);
  }

  remove(object: Manifest): Promise<void> {
    return this.api.remove(this.placed(object));
  }

  /** The object as it stands; undefined where there is none. */
  async read(object: Manifest): Promise<Manifest | undefined> {
    const found = await this.api.get(this.placed(object));
    return found === undefined ? undefined : Manifest.parse(found);
  }

  /** All objects of a kind in this namespace whose names begin so. */
  async all(apiVersion: string, kind: string, prefix = ''): Promise<readonly Manifest[]> {
    const { body } = await this.api.send('GET', await this.api.collectionOf(this.named(apiVersion, kind, '')));
    return List.parse(body)
      .items.map((item) => ({ ...item, apiVersion, kind }))
      .filter(({ metadata }) => metadata.name.startsWith(prefix));
  }

  /** The first of them, once there is one: its controller may be a moment late. */
  async first(apiVersion: string, kind: string, prefix: string): Promise<Manifest> {
    let found: Manifest | undefined;
    await this.comes(async () => {
      [found] = await this.all(apiVersion, kind, prefix);
      return found !== undefined;
    }, `${kind} ${prefix}`);
    return found ?? this.named(apiVersion, kind, prefix);
  }

  /** Waits until it is so. */
  comes(isSo: () => Promise<boolean>, what: string): Promise<void> {
    return until(isSo, REACHED_MS, async () => `${what} did not come`);
  }

  /** Waits until an object, or what it ended with, is so many seconds old: the server counts whole seconds. */
  hasAged(object: Manifest, seconds: number): Promise<void> {
    const bornMs = async () => Date.parse(String((await this.read(object))?.metadata['creationTimestamp']));
    return this.comes(async () => Date.now() - (await bornMs()) > (seconds + 1) * 1_000, 'time');
  }

  /** Waits until the object is there and has these fields. */
  async reaches(object: Manifest): Promise<void> {
    const wanted = this.placed(object);
    await until(
      async () => holds(await this.api.get(wanted), wanted),
      REACHED_MS,
      async () => `waited for ${JSON.stringify(wanted)}, found ${JSON.stringify(await this.api.get(wanted))}`,
    );
  }

  placed(object: Manifest): Manifest {
    if (CLUSTER_SCOPED.has(object.kind)) return object;
    return { ...object, metadata: { ...object.metadata, namespace: this.namespace } };
  }
}

const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  'Namespace',
  'Node',
  'PersistentVolume',
  'StorageClass',
  'ValidatingWebhookConfiguration',
]);

/** Takes away what a run of this file that was cut off has left, and waits until it is gone. */
export async function clear(api: ClusterApi, suite: Suite): Promise<void> {
  const kinds = [
    ['v1', 'Namespace'],
    ['v1', 'Node'],
    ['coordination.k8s.io/v1', 'Lease'],
    ['v1', 'PersistentVolume'],
    ['storage.k8s.io/v1', 'StorageClass'],
    ['admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration'],
  ] as const;
  const left = async () =>
    (await Promise.all(kinds.map(([apiVersion, kind]) => api.list(apiVersion, kind, `${LABEL}=${suite}`)))).flat();
  for (const object of await left()) await api.remove(object);
  await until(
    async () => (await left()).length === 0,
    REACHED_MS,
    async () =>
      `what an earlier run made does not go away: ${(await left()).map(({ metadata }) => metadata.name).join(', ')}`,
  );
}
