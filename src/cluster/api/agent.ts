import { Agent as HttpAgent } from 'node:http';
import { type AgentOptions, Agent as HttpsAgent, type RequestOptions } from 'node:https';
import { createSecureContext } from 'node:tls';
import { MekhanikubeError, messageOf } from '../../base/errors.ts';
import type { Certificate } from '../credentials/credentials.ts';
import { pemOf } from '../credentials/static-credentials.ts';
import type { Target } from '../kubeconfig/target.ts';

/**
 * Makes the agent that holds connections open: TLS as the kubeconfig says, verified unless the kubeconfig itself
 * turns that off, through the cluster's proxy if it names one.
 *
 * @throws MekhanikubeError `cluster-unreadable` for certificates and proxies that cannot be used
 */
export async function createAgent(
  target: Target,
  certificate: Certificate | null,
  maxSockets: number,
): Promise<HttpAgent> {
  const secure = target.server.protocol === 'https:' ? tlsOptions(target, certificate) : {};
  if (target.cluster['proxy-url']) return await proxyAgent(target, target.cluster['proxy-url'], secure, maxSockets);
  const pool = { keepAlive: true, maxSockets };
  return target.server.protocol === 'https:' ? new HttpsAgent({ ...secure, ...pool }) : new HttpAgent(pool);
}

function tlsOptions({ cluster, clusterName }: Target, certificate: Certificate | null): AgentOptions {
  const ca = pemOf(cluster['certificate-authority-data'], cluster['certificate-authority'], 'certificate authority');
  const serverName = cluster['tls-server-name'];
  try {
    return {
      // Made once: parsing the certificates anew for each connection costs more than connecting.
      secureContext: createSecureContext({ ...(ca === null ? {} : { ca }), ...certificate }),
      ...(serverName ? { servername: serverName } : {}),
      rejectUnauthorized: cluster['insecure-skip-tls-verify'] !== true,
    };
  } catch (thrown) {
    throw new MekhanikubeError(
      'cluster-unreadable',
      `the certificates of cluster "${clusterName}" in the kubeconfig cannot be used: ${messageOf(thrown)}`,
      { hint: 'fetch a new kubeconfig', cause: thrown },
    );
  }
}

/** The Kubernetes client for Node brings the agents for HTTP and SOCKS proxies; loading it takes about a second. */
async function proxyAgent(target: Target, proxyUrl: string, secure: AgentOptions, maxSockets: number): Promise<HttpAgent> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const { clusterName: name, server } = target;
  const client = new KubeConfig();
  client.loadFromClusterAndUser({ name, server: server.href, proxyUrl, skipTLSVerify: false }, { name });
  const options: RequestOptions = {};
  try {
    await client.applyToHTTPSOptions(options);
  } catch (thrown) {
    throw new MekhanikubeError('cluster-unreadable', `the proxy-url of cluster "${name}" cannot be used`, {
      hint: 'it must begin with http://, https:// or socks5://',
      cause: thrown,
    });
  }
  if (!(options.agent instanceof HttpAgent)) throw new MekhanikubeError('internal', 'the client made no proxy agent');
  const agent = options.agent;
  // The client's agents take their options when they are made, but not these: TLS and the pool are ours.
  Object.assign(agent.options, secure, { keepAlive: true });
  return Object.assign(agent, { keepAlive: true, maxSockets });
}
