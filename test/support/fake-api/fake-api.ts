import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';
import { ALL_KINDS, KINDS, type KindInfo } from '../../../src/kube/kinds.ts';
import type { Certificate } from './certificate.ts';
import type { Fault, SeenRequest } from './faults.ts';

/** An object as tests write it: whatever the API would send. */
export interface FakeObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

export interface FakeApiOptions {
  readonly objects?: readonly FakeObject[];
  /** The first that is about a request answers it. */
  readonly faults?: readonly Fault[];
  /** Speaks TLS with this certificate. */
  readonly tls?: Certificate;
  /** Objects on a page at most, whatever the limit asks for. */
  readonly pageSize?: number;
  /** The `Date` of every answer. */
  readonly date?: string;
}

/** A small API server on this machine: lists, pages, single objects, faults. It counts what it is asked. */
export interface FakeApi {
  readonly url: string;
  readonly port: number;
  readonly requests: readonly SeenRequest[];
}

/** Starts a fake API that ends with the test. */
export async function startFakeApi(options: FakeApiOptions = {}): Promise<FakeApi> {
  const requests: SeenRequest[] = [];
  const left = new Map((options.faults ?? []).map((fault) => [fault, fault.times ?? Number.POSITIVE_INFINITY]));
  const onRequest = (message: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(message.url ?? '/', 'http://fake');
    const { method = '', headers } = message;
    const request: SeenRequest = { method, path: url.pathname, query: url.searchParams, headers };
    requests.push(request);
    if (options.date !== undefined) response.setHeader('date', options.date);
    for (const [fault, times] of left) {
      if (times <= 0 || !fault.about(request)) continue;
      left.set(fault, times - 1);
      fault.answer(response, request);
      return;
    }
    answer(response, request, options);
  };
  const server: Server =
    options.tls === undefined ? createHttpServer(onRequest) : createHttpsServer({ ...options.tls }, onRequest);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    port,
    requests,
  };
}

function answer(response: ServerResponse, request: SeenRequest, options: FakeApiOptions): void {
  const wanted = parsePath(request.path);
  if (request.path === '/version') {
    send(response, 200, { major: '1', minor: '34', gitVersion: 'v1.34.4' });
  } else if (wanted === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found\n');
  } else if (wanted.name === undefined) {
    sendList(response, request, objectsOf(wanted, options), wanted.info, options);
  } else {
    sendObject(response, wanted, options);
  }
}

function objectsOf({ info, namespace }: Wanted, { objects = [] }: FakeApiOptions): readonly FakeObject[] {
  return objects.filter(
    ({ kind, metadata }) => kind === info.kind && (namespace === undefined || metadata.namespace === namespace),
  );
}

function sendObject(response: ServerResponse, wanted: Wanted, options: FakeApiOptions): void {
  const object = objectsOf(wanted, options).find(({ metadata }) => metadata.name === wanted.name);
  if (object !== undefined) send(response, 200, { apiVersion: wanted.info.apiVersion, ...object });
  else send(response, 404, { kind: 'Status', apiVersion: 'v1', code: 404, message: `"${wanted.name}" not found` });
}

interface Wanted {
  readonly info: KindInfo;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

function parsePath(path: string): Wanted | undefined {
  const match = /^\/(?:api|apis)\/(v1|[^/]+\/[^/]+)\/(?:namespaces\/([^/]+)\/)?([^/]+)(?:\/([^/]+))?$/.exec(path);
  const [, apiVersion, namespace, resource, name] = match ?? [];
  const kind = ALL_KINDS.find((known) => KINDS[known].apiVersion === apiVersion && KINDS[known].resource === resource);
  return kind === undefined ? undefined : { info: KINDS[kind], namespace, name };
}

/** Like the API's: items without kind, oldest first by name, and a token for what follows. */
function sendList(
  response: ServerResponse,
  { query, headers }: SeenRequest,
  all: readonly FakeObject[],
  info: KindInfo,
  { pageSize = Number.POSITIVE_INFINITY }: FakeApiOptions,
): void {
  const selected = query.get('fieldSelector') === 'type!=Normal' ? all.filter(({ type }) => type !== 'Normal') : all;
  const from = Number(query.get('continue')?.slice('from-'.length) ?? 0);
  const to = from + Math.min(Number(query.get('limit') ?? Number.POSITIVE_INFINITY), pageSize);
  const metadataOnly = String(headers['accept']).includes('as=PartialObjectMetadataList');
  const items = selected
    .slice(from, to)
    .map(({ kind: _kind, ...item }) => (metadataOnly ? { metadata: item.metadata } : item));
  const more = to < selected.length ? { continue: `from-${to}`, remainingItemCount: selected.length - to } : {};
  const kind = metadataOnly ? 'PartialObjectMetadataList' : `${info.kind}List`;
  send(response, 200, { kind, apiVersion: info.apiVersion, metadata: { resourceVersion: '1', ...more }, items });
}

function send(response: ServerResponse, code: number, body: unknown): void {
  const bytes = gzipSync(JSON.stringify(body));
  response.writeHead(code, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(bytes);
}
