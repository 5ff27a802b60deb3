import { Agent, request, type RequestOptions } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';

/** An object as it stands in a manifest: any kind, whole or in part. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly finalizers?: readonly string[];
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** What the server says in its Status object, where it refuses. */
  readonly message: string;
}

interface Resource {
  readonly path: string;
  readonly namespaced: boolean;
}

const PATCH_TYPES = {
  apply: 'application/apply-patch+yaml',
  merge: 'application/strategic-merge-patch+json',
} as const;

/**
 * A plain client for the tests: it must write, and send what no typed client would.
 *
 * Knows any kind the server serves, keeps its connections, and lets only a few requests fly at once.
 */
export class ClusterApi {
  readonly #config = new KubeConfig();
  readonly #agents: Agent[] = [];
  readonly #resources = new Map<string, Promise<readonly { name: string; kind: string; namespaced: boolean }[]>>();
  readonly #waiting: (() => void)[] = [];
  #free = 16;
  #options: Promise<RequestOptions> | undefined;

  constructor(kubeconfig: string) {
    this.#config.loadFromFile(kubeconfig);
  }

  /** Creates or changes an object by server-side apply, then its status where the manifest has one. */
  async apply(manifest: Manifest): Promise<void> {
    const { status, ...rest } = manifest;
    const path = await this.pathOf(manifest);
    const query = '?fieldManager=mekhanikube-test&force=true';
    const send = async (at: string, body: unknown): Promise<void> => {
      const answer = await this.send('PATCH', at + query, body, PATCH_TYPES.apply);
      if (answer.status >= 300) throw new Error(`${manifest.kind} ${manifest.metadata.name}: ${answer.message}`);
    };
    await send(path, rest);
    if (status === undefined) return;
    const { apiVersion, kind, metadata } = manifest;
    const { name, namespace } = metadata;
    await send(`${path}/status`, { apiVersion, kind, metadata: { name, namespace }, status });
  }

  async patch(manifest: Manifest): Promise<Answer> {
    return this.send('PATCH', await this.pathOf(manifest), manifest, PATCH_TYPES.merge);
  }

  async remove(manifest: Manifest): Promise<Answer> {
    return this.send('DELETE', await this.pathOf(manifest), { propagationPolicy: 'Background' });
  }

  async get(manifest: Manifest): Promise<Answer> {
    return this.send('GET', await this.pathOf(manifest));
  }

  /** The REST path of one object. */
  async pathOf({ apiVersion, kind, metadata }: Manifest): Promise<string> {
    const collection = await this.collectionOf(apiVersion, kind, metadata.namespace);
    return `${collection}/${metadata.name}`;
  }

  async collectionOf(apiVersion: string, kind: string, namespace: string | undefined): Promise<string> {
    const { path, namespaced } = await this.#resource(apiVersion, kind);
    const [root, resource] = path;
    return namespaced ? `${root}/namespaces/${namespace}/${resource}` : `${root}/${resource}`;
  }

  async isNamespaced({ apiVersion, kind }: Manifest): Promise<boolean> {
    return (await this.#resource(apiVersion, kind)).namespaced;
  }

  close(): void {
    for (const agent of this.#agents) agent.destroy();
  }
}
