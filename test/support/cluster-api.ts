import { Agent, type RequestOptions, request } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';
import { z } from 'zod';

/** An object as it stands in a manifest: of any kind, whole or in part. */
export const Manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    labels: z.record(z.string(), z.string()).optional(),
    finalizers: z.array(z.string()).nullable().optional(),
  }),
});
export type Manifest = z.output<typeof Manifest>;

/** What the server answered; `reason` is its message where it refused. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly reason: string;
}

const ResourceList = z.object({
  resources: z.array(
    z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean(), verbs: z.array(z.string()) }),
  ),
});
type Resource = z.output<typeof ResourceList>['resources'][number];
const Status = z.object({ message: z.string() });
const ObjectList = z.object({ items: z.array(z.looseObject({ metadata: Manifest.shape.metadata })) });

/** A few connections keep a small server busy; more only make it answer each one later. */
const MAX_SOCKETS = 12;
const REQUEST_MS = 60_000;
const JSON_TYPE = 'application/json';

/** A plain client for the tests, which write to a cluster, and send objects that no typed client would let pass. */
export class ClusterApi {
  readonly #server: string;
  readonly #options: RequestOptions;
  readonly #agent: Agent;
  readonly #resources = new Map<string, Promise<readonly Resource[]>>();

  private constructor(server: string, options: RequestOptions, agent: Agent) {
    this.#server = server;
    this.#options = options;
    this.#agent = agent;
  }

  static async connect(kubeconfig: string): Promise<ClusterApi> {
    const config = new KubeConfig();
    config.loadFromFile(kubeconfig);
    const server = config.getCurrentCluster()?.server;
    if (server === undefined) throw new Error(`${kubeconfig} names no server`);
    const options: RequestOptions = {};
    await config.applyToHTTPSOptions(options);
    const agent = options.agent instanceof Agent ? options.agent : new Agent();
    return new ClusterApi(server, options, Object.assign(agent, { keepAlive: true, maxSockets: MAX_SOCKETS }));
  }

  close(): void {
    this.#agent.destroy();
  }

  /** Creates or changes an object by server-side apply, then its status, where the manifest has one. */
  async apply({ status, ...manifest }: Manifest): Promise<void> {
    const path = await this.#pathOf(manifest);
    const { apiVersion, kind, metadata } = manifest;
    await this.#applyAt(path, manifest);
    if (status === undefined) return;
    const { name, namespace } = metadata;
    await this.#applyAt(`${path}/status`, { apiVersion, kind, metadata: { name, namespace }, status });
  }

  /** Changes the fields that the manifest has; nothing where there is no such object. */
  async patch(manifest: Manifest): Promise<void> {
    const type = 'application/strategic-merge-patch+json';
    demand(await this.send('PATCH', await this.#pathOf(manifest), manifest, type), manifest, [404]);
  }

  /** Asks for the deletion; nothing where there is no such object, or it is on its way already. */
  async remove(manifest: Manifest): Promise<void> {
    const how = { propagationPolicy: 'Background' };
    demand(await this.send('DELETE', await this.#pathOf(manifest), how), manifest, [404, 409]);
  }

  /** The object as it stands, or undefined where there is none. */
  async get(manifest: Manifest): Promise<unknown> {
    const answer = await this.send('GET', await this.#pathOf(manifest));
    demand(answer, manifest, [404]);
    return answer.status === 404 ? undefined : answer.body;
  }

  /** All objects of a kind, in all namespaces, that carry the label. */
  async list(apiVersion: string, kind: string, labelSelector: string): Promise<readonly Manifest[]> {
    const { name } = await this.#resource(apiVersion, kind);
    const { body } = await this.send('GET', `${rootOf(apiVersion)}/${name}?labelSelector=${labelSelector}`);
    return ObjectList.parse(body).items.map((item) => ({ ...item, apiVersion, kind }));
  }

  /** True for a kind that the server serves: those of extensions may not be installed. */
  async serves({ apiVersion, kind }: Manifest): Promise<boolean> {
    const list = await this.#resourcesAt(rootOf(apiVersion));
    return list.some((resource) => resource.kind === kind && resource.verbs.includes('create'));
  }

  /** The REST path of all objects of this one's kind, in its namespace. */
  async collectionOf({ apiVersion, kind, metadata }: Manifest): Promise<string> {
    const { name, namespaced } = await this.#resource(apiVersion, kind);
    return `${rootOf(apiVersion)}${namespaced ? `/namespaces/${metadata.namespace}` : ''}/${name}`;
  }

  send(method: string, path: string, body?: unknown, contentType = JSON_TYPE): Promise<Answer> {
    const text = body === undefined ? '' : JSON.stringify(body);
    // Node frames the body of a DELETE only where its length is given.
    const length = text === '' ? {} : { 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(text) };
    const headers = { ...this.#options.headers, Accept: JSON_TYPE, ...length };
    const options = { ...this.#options, agent: this.#agent, method, headers, timeout: REQUEST_MS };
    return new Promise((resolve, reject) => {
      const sent = request(new URL(path, this.#server), options);
      sent.once('error', reject);
      sent.once('timeout', () => sent.destroy(new Error(`${method} ${path}: no answer for ${REQUEST_MS / 1_000} s`)));
      sent.once('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () => resolve(answerOf(response.statusCode ?? 0, Buffer.concat(chunks).toString())));
      });
      sent.end(text);
    });
  }

  async #applyAt(path: string, manifest: Manifest): Promise<void> {
    const query = '?fieldManager=mekhanikube-test&force=true';
    demand(await this.send('PATCH', path + query, manifest, 'application/apply-patch+yaml'), manifest);
  }

  async #pathOf(manifest: Manifest): Promise<string> {
    return `${await this.collectionOf(manifest)}/${manifest.metadata.name}`;
  }

  async #resource(apiVersion: string, kind: string): Promise<Resource> {
    const list = await this.#resourcesAt(rootOf(apiVersion));
    // A subresource, such as deployments/scale, has a kind of its own.
    const found = list.find((resource) => resource.kind === kind && !resource.name.includes('/'));
    if (found === undefined) throw new Error(`the server has no ${kind} in ${apiVersion}`);
    return found;
  }

  #resourcesAt(root: string): Promise<readonly Resource[]> {
    const list = this.#resources.get(root) ?? this.#discover(root);
    this.#resources.set(root, list);
    return list;
  }

  async #discover(root: string): Promise<readonly Resource[]> {
    const { status, body } = await this.send('GET', root);
    return status === 404 ? [] : ResourceList.parse(body).resources;
  }
}

function rootOf(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

function demand(answer: Answer, { kind, metadata }: Manifest, accepted: readonly number[] = []): void {
  if (answer.status < 300 || accepted.includes(answer.status)) return;
  const where = metadata.namespace === undefined ? '' : `${metadata.namespace}/`;
  throw new Error(`${kind} ${where}${metadata.name}: ${answer.reason}`);
}

function answerOf(status: number, text: string): Answer {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { status, body: text, reason: text.slice(0, 300) };
  }
  const said = Status.safeParse(body);
  return { status, body, reason: said.success ? said.data.message : `HTTP ${status}` };
}
