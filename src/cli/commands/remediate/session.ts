import { setTimeout as sleepFor } from 'node:timers/promises';
import { connect } from '../../../cluster/index.ts';
import { mayWe, whoAreWe } from '../../../cluster/permissions/reviews.ts';
import { createResources, type Resources } from '../../../cluster/resources.ts';
import { takeSnapshot } from '../../../cluster/take-snapshot.ts';
import type { Writer } from '../../../cluster/write/writer.ts';
import { waitMs } from '../../../config/duration.ts';
import { type Diagnosis, diagnose } from '../../../diagnose/diagnose.ts';
import { kindsFor } from '../../../diagnose/plan.ts';
import { createReader } from '../../../remedy/live/api-reader.ts';
import type { Reader } from '../../../remedy/live/reader.ts';
import type { Plan } from '../../../remedy/plan/plan.ts';
import type { Clock, FreshLook } from '../../../remedy/plan/repair.ts';
import type { Ask } from '../../../remedy/rights/review-rights.ts';
import { openWriter } from '../../../remedy/run/open-writer.ts';
import { sha256 } from '../../../remedy/state/canonical.ts';
import type { Snapshot } from '../../../snapshot/snapshot.ts';
import type { Runtime } from '../../program.ts';
import { type HouseRules, houseRules } from '../house-rules.ts';
import { kubeconfigHere } from '../kubeconfig-copy.ts';
import type { ClusterOptions } from '../read.ts';

/** One cluster, opened for repair. */
export interface Session {
  readonly cluster: Plan['cluster'];
  readonly actor: Plan['actor'];
  /** The context's. */
  readonly namespace: string;
  readonly reader: Reader;
  readonly writer: Writer;
  readonly resources: Resources;
  readonly clock: Clock;
  readonly ask: Ask;
  readonly house: HouseRules;
  /** Reads these namespaces and judges them; null is the whole cluster. */
  diagnose(
    namespaces: readonly string[] | null,
  ): Promise<{ readonly snapshot: Snapshot; readonly diagnosis: Diagnosis }>;
  look(namespaces: readonly string[] | null): Promise<FreshLook>;
  close(): void;
}

/**
 * Connects with the rights of the user, and asks the server who that is.
 *
 * @throws MekhanikubeError `cluster-unreadable`
 */
export async function openSession(options: ClusterOptions, { signal }: Pick<Runtime, 'signal'>): Promise<Session> {
  const house = await houseRules({}, process.env);
  const { kubeconfig, context } = await kubeconfigHere(options, signal);
  const connection = await connect({
    kubeconfig,
    context,
    ...(options.as === undefined ? {} : { as: options.as }),
    ...(options.asGroup === undefined ? {} : { asGroup: options.asGroup }),
    requestTimeoutMs: waitMs(options.requestTimeout ?? '30s', '--request-timeout'),
  });
  const { api, endpoint, label } = connection;
  const resources = createResources(api, signal);
  const reader = createReader(api, resources, signal);
  const diagnosed = async (namespaces: readonly string[] | null) => {
    const snapshot = await takeSnapshot(connection, {
      kinds: kindsFor(house.checks),
      namespaces,
      extra: house.extra,
      signal,
    });
    return { snapshot, diagnosis: diagnose(snapshot, house.checks, house.scanChecks) };
  };
  try {
    // The first request: a server that is away is told of here.
    const uid = await clusterUid(reader, endpoint.server);
    const user = await whoAreWe(endpoint, signal);
    return {
      cluster: { uid, label, server: endpoint.server.origin },
      actor: { user: user?.user ?? 'unknown', groups: [...(user?.groups ?? [])] },
      namespace: connection.namespace,
      reader,
      writer: openWriter(endpoint, resources, signal),
      resources,
      clock: realClock(signal),
      ask: (right) => mayWe(endpoint, { ...right, namespace: right.namespace ?? '' }, signal),
      house,
      diagnose: diagnosed,
      look: async (namespaces) => lookOf(await diagnosed(namespaces)),
      close: () => connection.close(),
    };
  } catch (thrown) {
    connection.close();
    throw thrown;
  }
}

/** The cluster's identity, which no kubeconfig can rename; where it may not be read, the server's address stands in. */
async function clusterUid(reader: Reader, server: URL): Promise<string> {
  const read = await reader.get('Namespace', null, 'kube-system');
  const uid = read.state === 'found' ? read.object.metadata.uid : undefined;
  return uid ?? `server-${sha256(server.origin).slice(0, 32)}`;
}

function lookOf({ diagnosis }: { readonly diagnosis: Diagnosis }): FreshLook {
  const { skipped, crashed } = diagnosis.coverage.checks;
  return { findings: diagnosis.findings, unjudged: [...skipped, ...crashed].map(({ check }) => check) };
}

function realClock(signal: AbortSignal): Clock {
  return {
    now: () => new Date(),
    monotonicMs: () => performance.now(),
    async sleep(ms) {
      // Whoever interrupts says so with the signal's reason, which is one of ours.
      await sleepFor(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
    },
  };
}
