import { isIP } from 'node:net';
import type { PeerCertificate } from 'node:tls';
import type { Target } from '../kubeconfig/choose-context.ts';
import { addressOf } from './address.ts';
import { type Candidate, provesItself } from './candidates.ts';
import type { Dialled, Handshake, Network } from './network.ts';
import { chooseServerName, isFor, namesText } from './server-name.ts';

/** What came of one candidate. */
export type Outcome =
  /** It is the API server; its name is null where none need be written down. */
  | { readonly state: 'reached'; readonly serverName: string | null }
  | { readonly state: 'failed'; readonly reason: string }
  /** Not there, and not worth a word. */
  | { readonly state: 'unknown' };

/** Whether the target's API server answers at an address, and what name to verify it by there. */
export async function probe(target: Target, candidate: Candidate, network: Network): Promise<Outcome> {
  const places = isIP(candidate.host) === 0 ? await network.resolve(candidate.host) : [candidate.host];
  if (places.length === 0) {
    return candidate.onlyIfKnown ? { state: 'unknown' } : { state: 'failed', reason: 'does not resolve' };
  }
  const dial = (handshake: Handshake | null) => dialFirst(places, candidate.port, handshake, network);
  if (target.server.protocol === 'http:') return nameless(await dial(null));
  const handshake = handshakeFor(target);
  const first = await dial(handshake);
  if (first.state === 'failed' || first.certificate === null || !handshake.verifies) return nameless(first);
  const outcome = named(target, candidate, first.certificate);
  if (outcome.state !== 'reached' || outcome.serverName === null) return outcome;
  const { serverName } = outcome;
  if (serverName === handshake.serverName || isIP(serverName) !== 0) return outcome;
  // A server may have a certificate for each name that it is asked for: the one it will show is the one that counts.
  const again = await dial({ ...handshake, serverName });
  if (again.state === 'failed' || again.certificate === null) return nameless(again);
  return isFor(again.certificate, serverName) ? outcome : wrongName(again.certificate, serverName);
}

function handshakeFor(target: Target): Handshake {
  const data = target.cluster['certificate-authority-data'];
  const { host } = addressOf(target.server);
  return {
    authority: data ? Buffer.from(data, 'base64').toString('utf8') : undefined,
    verifies: provesItself(target),
    serverName: target.cluster['tls-server-name'] || (isIP(host) === 0 ? host : undefined),
  };
}

function named({ server, cluster }: Target, { host }: Candidate, certificate: PeerCertificate): Outcome {
  const original = addressOf(server).host;
  const wanted = cluster['tls-server-name'];
  if (wanted) {
    return isFor(certificate, wanted) ? { state: 'reached', serverName: wanted } : wrongName(certificate, wanted);
  }
  // What verifies as it stands stays as it stands.
  if (host === original && isFor(certificate, original)) return { state: 'reached', serverName: null };
  const serverName = chooseServerName(original, certificate);
  return serverName === null ? wrongName(certificate, original) : { state: 'reached', serverName };
}

function nameless(dialled: Dialled): Outcome {
  return dialled.state === 'open' ? { state: 'reached', serverName: null } : dialled;
}

function wrongName(certificate: PeerCertificate, name: string): Outcome {
  return { state: 'failed', reason: `its certificate is for ${namesText(certificate)}, not for ${name}` };
}

async function dialFirst(
  places: readonly string[],
  port: number,
  handshake: Handshake | null,
  network: Network,
): Promise<Dialled> {
  let last: Dialled = { state: 'failed', reason: 'does not resolve' };
  for (const host of places) {
    last = await network.dial({ host, port }, handshake);
    if (last.state === 'open') return last;
  }
  return last;
}
