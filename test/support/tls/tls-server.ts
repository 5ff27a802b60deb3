import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { createSecureContext, createServer } from 'node:tls';
import { onTestFinished } from 'vitest';
import type { Certificate } from '../fake-api/certificate.ts';

export interface TlsServer {
  readonly port: number;
  /** The names that clients asked it for. */
  readonly names: readonly string[];
}

/**
 * Starts a server that shakes hands and says nothing, which ends with the test. Every address of 127.0.0.0/8 is a host
 * of its own here.
 *
 * @param forName the certificate for who asks for a name, where that is another
 */
export async function startTlsServer(
  certificate: Certificate,
  host = '127.0.0.1',
  forName: Readonly<Record<string, Certificate>> = {},
): Promise<TlsServer> {
  const names: string[] = [];
  const server = createServer({
    ...certificate,
    SNICallback: (name, done) => {
      names.push(name);
      done(null, createSecureContext(forName[name] ?? certificate));
    },
  });
  server.on('secureConnection', (socket) => void socket.on('error', () => {}).resume());
  server.on('tlsClientError', () => {});
  await new Promise<void>((listening) => server.listen(0, host, listening));
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, names };
}

/** A port of 127.0.0.1 where nobody listens. */
export async function closedPort(): Promise<number> {
  const server = createSocketServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
