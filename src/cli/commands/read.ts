import { MekhanikubeError } from '../../base/errors.ts';
import { nearMisses } from '../../base/near-miss.ts';
import type { Progress as ReadProgress } from '../../cluster/index.ts';
import { waitMs } from '../../config/duration.ts';
import { globMatches, isGlob } from '../../kube/glob.ts';
import type { Kind } from '../../kube/object.ts';
import type { ExtraFields } from '../../snapshot/extra-fields.ts';
import { namespacesIn, narrowTo } from '../../snapshot/narrow.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Runtime } from '../program.ts';
import { createProgress } from '../ui/progress.ts';
import { type DisplayOptions, terminalOf } from '../ui/terminal.ts';

import { kubeconfigHere } from './kubeconfig-copy.ts';

/** The flags that say which cluster, and how patient to be. */
export interface ClusterOptions extends DisplayOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly as?: string;
  readonly asGroup?: readonly string[];
  readonly requestTimeout?: string;
  readonly allNamespaces?: boolean;
  readonly quiet?: boolean;
}

interface Wanted {
  readonly kinds: readonly Kind[];
  /** Names and globs; null for every namespace. */
  readonly namespaces: readonly string[] | null;
  /** Read the namespace of the context instead of all. */
  readonly inContextNamespace?: boolean;
  /** What to keep of objects besides what the checks of the catalogue read. */
  readonly extra?: ExtraFields;
  /** The minor version of a planned upgrade. */
  readonly upgradeTo?: string | undefined;
}

/** Reads a cluster, with progress on standard error. */
export async function readCluster(wanted: Wanted, options: ClusterOptions, runtime: Runtime): Promise<Snapshot> {
  const { signal } = runtime;
  const { kubeconfig, context } = await kubeconfigHere(options, runtime.signal);
  const { connect, takeSnapshot } = await import('../../cluster/index.ts');
  const connection = await connect({
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(context === undefined ? {} : { context }),
    ...(options.as === undefined ? {} : { as: options.as }),
    ...(options.asGroup === undefined ? {} : { asGroup: options.asGroup }),
    requestTimeoutMs: waitMs(options.requestTimeout ?? '30s', '--request-timeout'),
  });
  const progress = createProgress(
    terminalOf(process.stderr, options, process.env),
    options.quiet ?? false,
    'Reading the cluster',
  );
  const onProgress = ({ kindsDone, kindsAsked, allObjects }: ReadProgress) =>
    progress.update(`Reading the cluster: ${kindsDone} of ${kindsAsked} kinds, ${allObjects} objects`);
  try {
    const namespaces = wanted.inContextNamespace ? [connection.namespace] : wanted.namespaces;
    return await takeSnapshot(connection, {
      kinds: wanted.kinds,
      namespaces,
      signal,
      onProgress,
      extra: wanted.extra,
      upgradeTo: wanted.upgradeTo,
    });
  } finally {
    progress.stop();
    connection.close();
  }
}

/** Reads a recording, cut to the namespaces that were asked for. */
export async function readRecording(
  path: string,
  namespaces: readonly string[] | null,
  extra?: ExtraFields,
): Promise<Snapshot> {
  const { openRecording } = await import('../../snapshot/recording/open.ts');
  const snapshot = await openRecording(path, process.stdin, extra);
  if (namespaces === null) return snapshot;
  const known = namespacesIn(snapshot);
  const unknown = namespaces.find((pattern) => !known.some((name) => globMatches(pattern, name)));
  if (unknown === undefined) return narrowTo(snapshot, namespaces);
  const near = isGlob(unknown) ? [] : nearMisses(unknown, known);
  throw new MekhanikubeError(
    'usage',
    `the recording holds no namespace ${isGlob(unknown) ? `that matches "${unknown}"` : `"${unknown}"`}`,
    {
      hint: near.length > 0 ? `did you mean ${near.join(' or ')}?` : `it holds: ${known.join(', ')}`,
    },
  );
}
