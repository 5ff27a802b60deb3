import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent, type RequestOptions } from 'node:https';
import { isIP } from 'node:net';
import { checkServerIdentity, createSecureContext, type PeerCertificate } from 'node:tls';
import { MekhanikubeError, messageOf } from '../../base/errors.ts';
import type { Target } from '../kubeconfig/choose-context.ts';

/**
 * Makes the client's agent keep its connections open, and use no more than `maxSockets`.
 *
 * @throws MekhanikubeError `cluster-unreadable` for certificates that cannot be used
 */
export function poolOf(target: Target, { agent, ca, cert, key }: RequestOptions, maxSockets: number): HttpAgent {
  if (!(agent instanceof HttpAgent)) throw new MekhanikubeError('internal', 'the Kubernetes client made no agent');
  try {
    // Otherwise each connection would fail by itself, and in OpenSSL's words alone.
    if (agent instanceof HttpsAgent) createSecureContext({ ca, cert, key });
  } catch (thrown) {
    throw new MekhanikubeError(
      'cluster-unreadable',
      `the certificates of context "${target.context}" in the kubeconfig cannot be used: ${messageOf(thrown)}`,
      { hint: 'fetch a new kubeconfig', cause: thrown },
    );
  }
  if (target.server.protocol === 'https:') setIdentity(agent, target);
  // A session that is resumed does not show the server's certificate, and few are ever made.
  return Object.assign(agent, { keepAlive: true, maxSockets, maxCachedSessions: 0 });
}

/**
 * Whose certificate the server must show: that of `tls-server-name`, else of its address, whatever the way there.
 *
 * Behind a SOCKS proxy, Node would compare it with the proxy; and it warns of an IP address as a name, which kubectl
 * takes. RFC 6066 only forbids to send one.
 */
function setIdentity(agent: HttpAgent, { server, cluster }: Target): void {
  const name = cluster['tls-server-name'] || server.hostname.replace(/^\[|\]$/g, '');
  const options: unknown = Reflect.get(agent, 'options');
  if (typeof options !== 'object' || options === null)
    throw new MekhanikubeError('internal', 'an agent has no options');
  Object.assign(options, {
    servername: isIP(name) === 0 ? name : '',
    checkServerIdentity: (_host: string, certificate: PeerCertificate) => checkServerIdentity(name, certificate),
  });
}
