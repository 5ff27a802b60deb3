import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent, type RequestOptions } from 'node:https';
import { createSecureContext } from 'node:tls';
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
  return Object.assign(agent, { keepAlive: true, maxSockets });
}
