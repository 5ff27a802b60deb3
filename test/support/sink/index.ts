import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Certificate } from '../fake-api/certificate.ts';

/** One request, as it came over the wire: `path` is not decoded. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Sink {
  /** `http://127.0.0.1:PORT`, or https with a certificate. */
  readonly address: string;
  readonly received: readonly Received[];
  close(): Promise<void>;
}

/** How a request is answered; `silence` never is. */
export type Reply =
  | 'silence'
  | { readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> };

/** Starts a server on loopback that keeps every request and answers all of them alike. */
export async function startSink(reply: Reply = { status: 200 }, certificate?: Certificate): Promise<Sink> {
  const received: Received[] = [];
  const listener: RequestListener = async (request, response) => {
    const { method = '', url = '', headers } = request;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    received.push({ method, path: url, headers, body: Buffer.concat(chunks).toString() });
    answer(response, reply);
  };
  const server = certificate === undefined ? createServer(listener) : createTlsServer({ ...certificate }, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    address: `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(response: ServerResponse, reply: Reply): void {
  if (reply === 'silence') return;
  response.writeHead(reply.status, reply.headers).end(reply.body ?? '');
}
