import { lookup } from 'node:dns/promises';
import { connect as connectSocket, type Socket } from 'node:net';
import { type PeerCertificate, connect as secure } from 'node:tls';
import type { Address } from './address.ts';
import { dialFailure, SILENT } from './dial-failure.ts';
import { defaultGateway } from './gateway.ts';

/** How a TLS handshake is made. */
export interface Handshake {
  /** In PEM; undefined for the authorities that Node knows, those of `NODE_EXTRA_CA_CERTS` among them. */
  readonly authority: string | undefined;
  /** False only where the kubeconfig turns verifying off. */
  readonly verifies: boolean;
  /** The name that the server is told to expect; undefined to tell it none. */
  readonly serverName: string | undefined;
}

/** What dialling came to. */
export type Dialled =
  | { readonly state: 'open'; readonly certificate: PeerCertificate | null }
  | { readonly state: 'failed'; readonly reason: string };

/** The network as far as probing needs it: a parameter, so that tests can give names to what they serve. */
export interface Network {
  /** The addresses of a host name; none where it does not resolve in time. */
  resolve(host: string): Promise<readonly string[]>;
  /** Connects, and makes a TLS handshake if one is wanted: who signed the certificate is verified, its name is not. */
  dial(address: Address, handshake: Handshake | null): Promise<Dialled>;
  /** The default route's gateway. */
  gateway(): string | null;
}

/** How long a name or a connection, and then a handshake, may take. */
export interface Patience {
  readonly connectMs: number;
  readonly handshakeMs: number;
}

const PATIENCE: Patience = { connectMs: 1_000, handshakeMs: 5_000 };

/** The network of this machine. */
export function realNetwork(patience = PATIENCE): Network {
  return {
    resolve: (host) => resolve(host, patience.connectMs),
    dial: (address, handshake) => dial(address, handshake, patience),
    gateway: defaultGateway,
  };
}

async function resolve(host: string, limitMs: number): Promise<readonly string[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly string[]>((done) => {
    timer = setTimeout(() => done([]), limitMs);
  });
  const found = lookup(host, { all: true }).then(
    (addresses) => addresses.map(({ address }) => address),
    () => [],
  );
  return await Promise.race([found, late]).finally(() => clearTimeout(timer));
}

async function dial(address: Address, handshake: Handshake | null, patience: Patience): Promise<Dialled> {
  let socket: Socket | undefined;
  try {
    socket = await openSocket(address, patience.connectMs);
    if (handshake === null) return { state: 'open', certificate: null };
    return { state: 'open', certificate: await shakeHands(socket, handshake, patience.handshakeMs) };
  } catch (thrown) {
    return { state: 'failed', reason: dialFailure(thrown) };
  } finally {
    socket?.destroy();
  }
}

function openSocket({ host, port }: Address, limitMs: number): Promise<Socket> {
  return new Promise((opened, failed) => {
    const socket = connectSocket({ host, port });
    const timer = setTimeout(() => socket.destroy(new Error(SILENT)), limitMs);
    socket.on('error', failed).on('close', () => clearTimeout(timer));
    socket.once('connect', () => {
      clearTimeout(timer);
      opened(socket);
    });
  });
}

function shakeHands(
  socket: Socket,
  { authority, verifies, serverName }: Handshake,
  limitMs: number,
): Promise<PeerCertificate> {
  return new Promise((done, failed) => {
    const channel = secure({
      socket,
      ca: authority,
      rejectUnauthorized: verifies,
      // Which of its names to go by is chosen afterwards.
      checkServerIdentity: () => undefined,
      servername: serverName ?? '',
    });
    const timer = setTimeout(() => channel.destroy(new Error(SILENT)), limitMs);
    channel.on('close', () => clearTimeout(timer)).on('error', failed);
    channel.once('secureConnect', () => {
      done(channel.getPeerCertificate());
      channel.destroy();
    });
  });
}
