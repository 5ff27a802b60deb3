import type { FoundCluster, OpenOptions } from '../../../cluster/permissions/index.ts';
import { findCluster } from '../../../cluster/permissions/index.ts';
import type { Facts, TerminalFacts } from '../../../doctor/facts.ts';
import { readMachine } from '../../../explain/models/machine.ts';
import type { Terminal } from '../../ui/terminal.ts';
import { gatherCluster, gatherRights, openOnce } from './gather-cluster.ts';
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
  const { signal, env } = asked;
  const { requestTimeoutMs } = asked.cluster;
  const found = await findCluster(asked.cluster);
  const opened = openOnce(found, asked.cluster);
  const cluster = within(requestTimeoutMs + BEFORE_REQUEST_MS, signal, (inTime) =>
    gatherCluster(found, opened, inTime),
  );
  const permissions = cluster.then((known) =>
    within(requestTimeoutMs + AFTER_REQUEST_MS, signal, (inTime) =>
      gatherRights(known, opened, asked.namespaces, inTime),
    ),
  );
  const machine = readMachine();
  const local = <T>(work: (inTime: AbortSignal) => Promise<T>) => within(LOCAL_MS, signal, work);
  const target = targetOf(found);
  const gathered = Promise.all([
    cluster,
    permissions,
    within(requestTimeoutMs + AFTER_REQUEST_MS, signal, (inTime) =>
      gatherModel(asked.model, { env, machine, timeoutMs: requestTimeoutMs, signal: inTime }),
    ),
    local(() => gatherMachine(machine, env)),
    local((inTime) => gatherDocker(target, env, inTime)),
    local(() => gatherProxy(target, asked.model, env)),
  ]);
  const [ofCluster, ofPermissions, ofModel, ofMachine, ofDocker, ofProxy] = await gathered.finally(opened.close);
  return {
    cluster: ofCluster,
    permissions: ofPermissions,
    model: ofModel,
    machine: ofMachine,
    docker: ofDocker,
    proxy: ofProxy,
    terminal: { state: 'known', facts: terminalFacts(asked, terminal) },
  };
}

function targetOf(found: FoundCluster) {
  return found.state === 'found' ? found.facts : null;
}

function terminalFacts({ env, toolVersion }: Asked, { isTty, color, width }: Terminal): TerminalFacts {
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((value) => value !== undefined && value !== '');
  const { platform } = process;
  return { isTty, color, width, locale: locale ?? null, platform, nodeVersion: process.versions.node, toolVersion };
}
