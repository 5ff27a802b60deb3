import {
  type FoundCluster,
  findCluster,
  type OpenOptions,
  problemOf,
  type TargetFacts,
} from '../../../cluster/permissions/index.ts';
import type { Facts, TerminalFacts } from '../../../doctor/facts.ts';
import { readMachine } from '../../../explain/models/machine.ts';
import type { Terminal } from '../../ui/terminal.ts';
import { kubeconfigHere } from '../kubeconfig-copy.ts';
import { gatherCluster, gatherRights, type Opened, openOnce } from './gather-cluster.ts';
import { gatherDocker } from './gather-docker.ts';
import { gatherMachine } from './gather-machine.ts';
import { gatherModel, type WantedModel } from './gather-model.ts';
import { gatherProxy } from './gather-proxy.ts';
import { within } from './within.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What is to be looked at. */
export interface Asked {
  readonly cluster: OpenOptions;
  /** Null for the whole cluster. */
  readonly namespaces: readonly string[] | null;
  readonly model: WantedModel;
  readonly env: Environment;
  readonly toolVersion: string;
  readonly signal: AbortSignal;
}

/** A plugin may take its time before the first request. */
const BEFORE_REQUEST_MS = 4_000;
/** Many short requests follow one another; the first one showed that they are answered. */
const AFTER_REQUEST_MS = 1_000;
/** For what needs no cluster. */
const LOCAL_MS = 8_000;

/**
 * Gathers everything side by side, each area in a time of its own: none keeps the others waiting.
 *
 * @throws the signal's reason where it aborts
 */
export async function gatherFacts(asked: Asked, terminal: Terminal): Promise<Facts> {
  const found = await findFromHere(asked);
  const opened = openOnce(found, asked.cluster);
  try {
    const [far, near] = await Promise.all([gatherFar(asked, found, opened), gatherNear(asked, targetOf(found))]);
    return { ...far, ...near, terminal: { state: 'known', facts: terminalFacts(asked, terminal) } };
  } finally {
    opened.close();
  }
}

/** In a container it is the copy that the other commands make, too. */
async function findFromHere({ cluster, signal }: Asked): Promise<FoundCluster> {
  try {
    const { kubeconfig, context } = await kubeconfigHere({ ...cluster, quiet: true }, signal);
    return await findCluster({ kubeconfig, context });
  } catch (thrown) {
    return { state: 'not-found', ...problemOf(thrown) };
  }
}

async function gatherFar(
  { cluster: { requestTimeoutMs }, namespaces, signal }: Asked,
  found: FoundCluster,
  opened: Opened,
): Promise<Pick<Facts, 'cluster' | 'permissions'>> {
  const cluster = await within(requestTimeoutMs + BEFORE_REQUEST_MS, signal, (inTime) =>
    gatherCluster(found, opened, inTime),
  );
  const permissions = await within(requestTimeoutMs + AFTER_REQUEST_MS, signal, (inTime) =>
    gatherRights(cluster, opened, namespaces, inTime),
  );
  return { cluster, permissions };
}

async function gatherNear(
  { cluster: { requestTimeoutMs }, model: wanted, env, signal }: Asked,
  target: TargetFacts | null,
): Promise<Pick<Facts, 'model' | 'machine' | 'docker' | 'proxy'>> {
  const reading = readMachine();
  const [model, machine, docker, proxy] = await Promise.all([
    within(requestTimeoutMs + AFTER_REQUEST_MS, signal, (inTime) =>
      gatherModel(wanted, { env, machine: reading, timeoutMs: requestTimeoutMs, signal: inTime }),
    ),
    within(LOCAL_MS, signal, () => gatherMachine(reading, env)),
    within(LOCAL_MS, signal, (inTime) => gatherDocker(target, env, inTime)),
    within(LOCAL_MS, signal, () => gatherProxy(target, wanted, env)),
  ]);
  return { model, machine, docker, proxy };
}

function targetOf(found: FoundCluster): TargetFacts | null {
  return found.state === 'found' ? found.facts : null;
}

function terminalFacts({ env, toolVersion }: Asked, { isTty, color, width }: Terminal): TerminalFacts {
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((value) => value !== undefined && value !== '');
  const { platform } = process;
  return { isTty, color, width, locale: locale ?? null, platform, nodeVersion: process.versions.node, toolVersion };
}
