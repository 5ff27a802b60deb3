import { z } from 'zod';
import type { Endpoint } from '../api/endpoint.ts';
import { readAnswer } from '../api/reply.ts';
import { credentialsOf } from './credentials.ts';
import { exchange, type Told } from './exchange.ts';
import type { ClusterFacts, Problem } from './facts.ts';
import { type FoundCluster, problemOf } from './open-cluster.ts';

const Version = z.object({ gitVersion: z.string() });

/**
 * Asks a server for its version, and looks at how it answers.
 *
 * @throws the signal's reason where it aborts
 */
export async function probeCluster(
  { facts: target, target: chosen }: Extract<FoundCluster, { state: 'found' }>,
  open: () => Promise<Endpoint>,
  signal: AbortSignal,
): Promise<ClusterFacts> {
  try {
    const endpoint = await open();
    const told = await exchange(endpoint, { path: '/version' }, signal);
    const refusal = refusalIn(told, endpoint);
    if (refusal !== null) return { state: 'unreadable', target, ...refusal };
    const middle = Date.now() - told.tookMs / 2;
    const server = {
      version: versionIn(told),
      answerMs: Math.round(told.tookMs),
      aheadSeconds: told.servedAt === null ? null : Math.round((Date.parse(told.servedAt) - middle) / 1000),
      certificate: told.certificate,
      credentials: await credentialsOf(chosen, endpoint.access),
    };
    return { state: 'answered', target, server };
  } catch (thrown) {
    signal.throwIfAborted();
    return { state: 'unreadable', target, ...problemOf(thrown) };
  }
}

function refusalIn(told: Told, { label, access }: Endpoint): Problem | null {
  if (told.status === 401) {
    return { message: `the API server at ${label} refuses the credentials (401)`, hint: access.advice(new Date()) };
  }
  const { reply } = readAnswer(told);
  if (reply.state !== 'failed') return null;
  return {
    message: `the API server at ${label} cannot be read: ${reply.reason}`,
    hint: reply.hint ?? 'see how it is: kubectl get --raw /readyz?verbose',
  };
}

/** Some clusters hide their version, and are good to read all the same. */
function versionIn({ status, body }: Told): string | null {
  if (status !== 200) return null;
  try {
    return Version.parse(JSON.parse(body.toString('utf8'))).gitVersion;
  } catch {
    return null;
  }
}
