import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Agent, type RequestOptions, request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { KubeConfig } from '@kubernetes/client-node';

/** What the proxy does to a request instead of passing it on. */
export type Fault =
  /** Answers itself; the API server never sees it. */
  | { readonly do: 'answer'; readonly status: number; readonly message?: string; readonly retryAfter?: number }
  /** The API server does it, and the answer is lost: the connection breaks, or a 504 comes in its place. */
  | { readonly do: 'lose'; readonly how: 'drop' | 'gateway-timeout' }
  /** Passes on half of the answer's body, then breaks the connection. */
  | { readonly do: 'cut' }
  /** Never answers and passes nothing on; the connection stays. */
  | { readonly do: 'swallow' }
  /** Somebody else acts right before it is passed on. */
  | { readonly do: 'first'; readonly act: () => Promise<void> }
  /** Passes it on as it is: with `times` it lets the first ones through, so that a later rule meets those that follow. */
  | { readonly do: 'pass' };

/** Which requests a fault meets. */
export interface Rule {
  readonly fault: Fault;
  readonly method?: string;
  /** A part of the path with its query. */
  readonly path?: string;
  /** A part of the body. */
  readonly body?: string;
  /** Only what would really change something: no dry run, no question about rights. */
  readonly isWrite?: boolean;
  /** How many of them; all if absent. */
  readonly times?: number;
}

/** A request that came to the proxy. */
export interface Passed {
  readonly method: string;
  readonly path: string;
  readonly isWrite: boolean;
  /** What the API server said; null where it was not asked. */
  readonly status: number | null;
  readonly atMs: number;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: Buffer;
  readonly isWrite: boolean;
}

interface Answered {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** Stands between the tool and a real API server, and does to its requests what networks do. */
export class FaultProxy {
  readonly #upstream: URL;
  readonly #options: RequestOptions;
  readonly #agent: Agent;
  readonly #passed: Passed[] = [];
  readonly #counts = new Map<Rule, number>();
  #rules: readonly Rule[] = [];
  #server: Server;
  #port = 0;

  private constructor(upstream: URL, options: RequestOptions) {
    this.#upstream = upstream;
    this.#options = options;
    this.#agent = Object.assign(options.agent instanceof Agent ? options.agent : new Agent(), { keepAlive: true });
    this.#server = this.#create();
  }

  static async start(kubeconfig: string): Promise<FaultProxy> {
    const config = new KubeConfig();
    config.loadFromFile(kubeconfig);
    const options: RequestOptions = {};
    await config.applyToHTTPSOptions(options);
    const proxy = new FaultProxy(new URL(config.getCurrentCluster()?.server ?? ''), options);
    await proxy.up();
    return proxy;
  }

  /** Writes a kubeconfig that leads here. */
  writeKubeconfig(path: string): string {
    const cluster = { name: 'proxy', cluster: { server: `http://127.0.0.1:${this.#port}` } };
    const context = { name: 'proxy', context: { cluster: 'proxy', user: 'proxy' } };
    const users = [{ name: 'proxy', user: {} }];
    const config = { apiVersion: 'v1', kind: 'Config', clusters: [cluster], contexts: [context], users };
    writeFileSync(path, JSON.stringify({ ...config, 'current-context': 'proxy' }), { mode: 0o600 });
    return path;
  }

  /** The first rule that fits, and still has times left, counts. */
  rules(...rules: readonly Rule[]): void {
    this.#rules = rules;
    this.#counts.clear();
    this.#passed.length = 0;
  }

  /** What came since the rules were set. */
  passed(): readonly Passed[] {
    return this.#passed;
  }

  /** What really changed something on the API server since the rules were set. */
  writes(): readonly Passed[] {
    return this.#passed.filter(({ isWrite, status }) => isWrite && status !== null && status < 300);
  }

  /** Nobody listens any more, and open connections break. */
  async down(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
    this.#server = this.#create();
  }

  /** Listens again, where it did before. */
  async up(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    this.#port = typeof address === 'object' && address !== null ? address.port : 0;
  }

  async close(): Promise<void> {
    await this.down();
    this.#agent.destroy();
  }

  #create(): Server {
    return createServer((from, to) => {
      this.#serve(from, to).catch(() => to.destroy());
    });
  }

  async #serve(from: IncomingMessage, to: ServerResponse): Promise<void> {
    const asked = await askedBy(from);
    const fault = this.#faultFor(asked);
    const note = (status: number | null): void => {
      this.#passed.push({ method: asked.method, path: asked.path, isWrite: asked.isWrite, status, atMs: Date.now() });
    };
    switch (fault.do) {
      case 'answer':
        note(null);
        return refuse(to, fault);
      case 'swallow':
        return note(null);
      case 'first':
        await fault.act();
        break;
      case 'lose':
      case 'cut':
      case 'pass':
        break;
    }
    const answered = await this.#forward(from, asked);
    note(answered.status);
    if (fault.do === 'lose') return lose(to, fault.how);
    to.writeHead(answered.status, { ...answered.headers, 'content-length': answered.body.length });
    if (fault.do !== 'cut') return void to.end(answered.body);
    to.write(answered.body.subarray(0, answered.body.length / 2));
    // What was written goes out first.
    await sleep(50);
    to.destroy();
  }

  #faultFor(asked: Asked): Fault {
    const rule = this.#rules.find((one) => fits(one, asked) && (this.#counts.get(one) ?? 0) < (one.times ?? Infinity));
    if (rule === undefined) return { do: 'pass' };
    this.#counts.set(rule, (this.#counts.get(rule) ?? 0) + 1);
    return rule.fault;
  }

  #forward(from: IncomingMessage, { method, path, body }: Asked): Promise<Answered> {
    const { host, connection, 'transfer-encoding': _, ...headers } = from.headers;
    const options = {
      ...this.#options,
      agent: this.#agent,
      method,
      headers: { ...headers, ...this.#options.headers, ...lengthOf(body) },
    };
    return new Promise((resolve, reject) => {
      const sent = request(new URL(path, this.#upstream), options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () => {
          const { 'transfer-encoding': _, ...kept } = response.headers;
          resolve({ status: response.statusCode ?? 0, headers: kept, body: Buffer.concat(chunks) });
        });
      });
      sent.once('error', reject);
      sent.end(body);
    });
  }
}

function lengthOf(body: Buffer): { readonly 'content-length'?: string } {
  return body.length === 0 ? {} : { 'content-length': String(body.length) };
}

async function askedBy(from: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of from) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks);
  const { method = '', url: path = '' } = from;
  const isDry = path.includes('dryRun=') || body.includes('"dryRun":["All"]');
  const isQuestion = method === 'GET' || /^\/apis\/auth(orization|entication)\.k8s\.io\//.test(path);
  return { method, path, body, isWrite: !isDry && !isQuestion };
}

function fits({ method, path = '', body = '', isWrite }: Rule, asked: Asked): boolean {
  return (
    (method === undefined || method === asked.method) &&
    (isWrite === undefined || isWrite === asked.isWrite) &&
    asked.path.includes(path) &&
    asked.body.includes(body)
  );
}

function refuse(to: ServerResponse, { status, message, retryAfter }: Extract<Fault, { do: 'answer' }>): void {
  const reasons: Readonly<Record<number, string>> = { 403: 'Forbidden', 429: 'TooManyRequests', 500: 'InternalError' };
  const said = {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    code: status,
    reason: reasons[status] ?? 'Unknown',
  };
  const wait = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  to.writeHead(status, { 'content-type': 'application/json', ...wait });
  to.end(JSON.stringify({ ...said, message: message ?? `the proxy answers ${status}` }));
}

function lose(to: ServerResponse, how: 'drop' | 'gateway-timeout'): void {
  if (how === 'drop') return void to.destroy();
  to.writeHead(504, { 'content-type': 'text/plain' });
  to.end('upstream timed out');
}
