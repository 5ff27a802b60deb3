import { onTestFinished } from 'vitest';
import {
  type Connection,
  type ConnectOptions,
  connect,
  type SnapshotOptions,
  takeSnapshot,
} from '../../../src/cluster/index.ts';
import type { Snapshot } from '../../../src/snapshot/snapshot.ts';
import { type KubeconfigParts, writeKubeconfig } from './kubeconfig.ts';

/** Waits of the client, noted instead of waited. */
export interface NotedPauses {
  readonly waitedMs: number[];
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
}

export function notedPauses(): NotedPauses {
  const waitedMs: number[] = [];
  return {
    waitedMs,
    sleep: async (ms) => {
      waitedMs.push(ms);
    },
    random: () => 1,
  };
}

/** Connects to a server through a kubeconfig of its own; closed with the test. */
export async function connectTo(parts: KubeconfigParts, options: Partial<ConnectOptions> = {}): Promise<Connection> {
  const kubeconfig = writeKubeconfig(parts);
  const connection = await connect({ kubeconfig, requestTimeoutMs: 20_000, pauses: notedPauses(), ...options });
  onTestFinished(() => connection.close());
  return connection;
}

/** Reads a snapshot from a server, everywhere unless told otherwise. */
export async function snapshotFrom(
  parts: KubeconfigParts,
  options: Partial<SnapshotOptions> & Pick<SnapshotOptions, 'kinds'>,
  connectOptions: Partial<ConnectOptions> = {},
): Promise<Snapshot> {
  const connection = await connectTo(parts, connectOptions);
  return await takeSnapshot(connection, { namespaces: null, signal: new AbortController().signal, ...options });
}
