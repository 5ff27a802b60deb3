import { Agent } from 'node:http';
import { Agent as TlsAgent } from 'node:https';

type Environment = Readonly<Record<string, string | undefined>>;

/** The way to a receiver, as to the cluster: HTTPS_PROXY, HTTP_PROXY and NO_PROXY hold, and loopback needs no proxy. */
export function agentFor({ protocol, hostname }: URL, env: Environment): Agent {
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
  const options = isLoopback ? {} : { proxyEnv: { ...env } };
  return protocol === 'https:' ? new TlsAgent(options) : new Agent(options);
}
