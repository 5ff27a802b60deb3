import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { CHECKS } from '../../checks/index.ts';
import { parseNamespaces, type RawAnalyzeOptions } from '../../config/analyze-config.ts';
import { kindsFor } from '../../diagnose/plan.ts';
import type { Kind } from '../../kube/object.ts';
import { snapshotLines } from '../../snapshot/recording/own-format.ts';
import { objectCount, type Snapshot } from '../../snapshot/snapshot.ts';
import type { Runtime } from '../program.ts';
import { checkWritable, writeStdout, writeWhole } from '../ui/write.ts';
import { type ClusterOptions, readCluster } from './read.ts';

export interface SnapshotOptions extends ClusterOptions, Pick<RawAnalyzeOptions, 'namespace' | 'allNamespaces'> {
  readonly output: string;
  readonly logs?: boolean;
  readonly crds?: boolean;
  readonly volumeUsage?: boolean;
}

/** A recording tells more about a cluster than most people may see. */
const OWNER_ONLY = 0o600;

/** Records a cluster to a file, whole or not at all. */
export async function snapshot(
  options: Omit<SnapshotOptions, 'output'> & { output: string },
  runtime: Runtime,
): Promise<void> {
  const { output } = options;
  const namespaces = parseNamespaces(options);
  if (output !== '-') await checkWritable(output);
  // Logs hold what nobody has looked through, and the others are dear: they are recorded only where that is asked for.
  const asked = new Map<Kind, boolean | undefined>([
    ['ContainerLog', options.logs],
    ['CustomResource', options.crds],
    ['VolumeUsage', options.volumeUsage],
  ]);
  const kinds = kindsFor(CHECKS).filter((kind) => !asked.has(kind) || asked.get(kind) === true);
  const taken = await readCluster({ kinds, namespaces }, options, runtime);
  if (output === '-') {
    for (const line of snapshotLines(taken)) await writeStdout(`${line}\n`);
    return;
  }
  await writeWhole(output, bytesOf(taken, output.endsWith('.gz')), OWNER_ONLY);
  if (!options.quiet) process.stderr.write(`${output}: ${objectCount(taken)} objects of ${taken.cluster.name}\n`);
}

function bytesOf(taken: Snapshot, zipped: boolean): AsyncIterable<Buffer> {
  const lines = Readable.from(
    (function* () {
      for (const line of snapshotLines(taken)) yield Buffer.from(`${line}\n`);
    })(),
  );
  return zipped ? lines.pipe(createGzip()) : lines;
}
