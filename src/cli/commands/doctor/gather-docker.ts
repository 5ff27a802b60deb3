import type { TargetFacts } from '../../../cluster/permissions/index.ts';
import type { DockerSideFacts } from '../../../doctor/facts.ts';
import { readContainer } from '../../../host/container.ts';
import { askDocker } from '../../../host/docker.ts';
import { listeningOn } from '../../../host/listening.ts';
import type { Environment } from './gather-facts.ts';

/** A first call of Docker Desktop's client takes seconds. */
const DOCKER_MS = 6_000;

/** What containers are to this machine, and whether this is one. */
export async function gatherDocker(
  target: TargetFacts | null,
  env: Environment,
  signal: AbortSignal,
): Promise<DockerSideFacts> {
  const [docker, listening] = await Promise.all([
    askDocker({ timeoutMs: DOCKER_MS, signal }),
    target?.isLoopback === true ? listeningOn(target.port) : null,
  ]);
  const loopbackServer = target === null || listening === null ? null : { port: target.port, listening };
  return { docker, container: readContainer(env), loopbackServer };
}
