import { createServer } from 'node:http';
import { connect } from 'node:net';

/** A proxy that takes everybody to one place, wherever they ask to go. */
export interface Tunnel {
  readonly address: string;
  /** Where they asked to go: `host:port` of a CONNECT, or the URL of a plain request. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** Starts one on loopback. */
export async function startTunnelTo(destination: string): Promise<Tunnel> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(502).end();
  });
  server.on('connect', (request, client) => {
    asked.push(request.url ?? '');
    const onward = connect(Number(new URL(destination).port), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.pipe(client).pipe(onward);
    });
    onward.on('error', () => client.destroy());
    client.on('error', () => onward.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    address: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
