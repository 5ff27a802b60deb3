import { Agent, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Endpoint } from '../../../../src/cluster/api/endpoint.ts';

/** What came in, its body parsed. */
export interface Came {
  readonly method: string;
  readonly url: string;
  readonly contentType: string | undefined;
  readonly body: unknown;
}

/** One answer, or how the connection ends. */
export type Turn = { readonly status: number; readonly body?: unknown; readonly retryAfter?: string } | 'hang-up';

/** A server that answers as it is told, one turn after the other. */
export interface Server {
  readonly endpoint: Endpoint;
  readonly came: readonly Came[];
  /** How often the credentials were renewed. */
  readonly renewals: () => number;
}

export async function serving(turns: readonly Turn[], { canRenew = false } = {}): Promise<Server> {
  const [came, left]: [Came[], Turn[]] = [[], [...turns]];
  let renewals = 0;
  const server = createServer((message, response) => void answer(message, response));
  const answer = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = (await message.toArray()).join('');
    const { method = '', url = '', headers } = message;
    came.push({ method, url, contentType: headers['content-type'], body: text === '' ? null : JSON.parse(text) });
    const turn = left.shift() ?? { status: 500, body: 'nothing more was expected' };
    if (turn === 'hang-up') return void message.socket.destroy();
    const { status, body = {}, retryAfter } = turn;
    response.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter }).end(JSON.stringify(body));
  };
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const agent = new Agent();
  onTestFinished(() => {
    agent.destroy();
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { came, renewals: () => renewals, endpoint: endpointAt(port) };

  function endpointAt(port: number): Endpoint {
    return {
      server: new URL(`http://127.0.0.1:${port}`),
      label: 'test',
      headers: {},
      requestTimeoutMs: 10_000,
      access: {
        agent,
        verifiesServer: true,
        headers: async () => ({ authorization: 'Bearer test' }),
        renew: async () => {
          renewals++;
          return canRenew;
        },
        advice: () => 'log in again',
      },
    };
  }
}
