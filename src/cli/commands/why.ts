import { analyzeConfig } from '../../config/analyze-config.ts';
import { diagnose } from '../../diagnose/diagnose.ts';
import { kindsFor } from '../../diagnose/plan.ts';
import { type Chain, chainsFrom } from '../../findings/chains.ts';
import { type ObjectRef, refKey, refOf } from '../../kube/object-ref.ts';
import { jsonText } from '../../report/json.ts';
import { whyText } from '../../report/why-text.ts';
import { viewOf } from '../../snapshot/snapshot-view.ts';
import type { Runtime } from '../program.ts';
import { type DisplayOptions, terminalOf } from '../ui/terminal.ts';
import { writeStdout } from '../ui/write.ts';
import { objectsNamed } from './asked-for.ts';
import { houseRules, sighted } from './house-rules.ts';
import { type ClusterOptions, readCluster, readRecording } from './read.ts';

export interface WhyOptions extends ClusterOptions, DisplayOptions {
  readonly namespace?: readonly string[];
  readonly from?: string;
  readonly config?: string;
  readonly output: string;
  readonly ascii?: boolean;
  readonly verbose?: boolean;
}

/** What is wrong with an object. */
interface Answer {
  readonly object: ObjectRef;
  readonly chains: readonly Chain[];
}

/**
 * Prints the way from an object to the causes of what is wrong with it.
 *
 * Everything is read and judged, not the object's namespace alone: its cause may be anywhere.
 */
export async function why(args: readonly string[], options: WhyOptions, runtime: Runtime): Promise<void> {
  const { targets, namespaces } = analyzeConfig(
    args,
    options.namespace === undefined ? {} : { namespace: options.namespace },
  );
  const house = await houseRules({ config: options.config, volumeUsage: options.from !== undefined }, process.env);
  const { extra } = house;
  const kinds = [...new Set([...kindsFor(house.checks), ...targets.map(({ kind }) => kind)])];
  const snapshot =
    options.from === undefined
      ? await readCluster({ kinds, namespaces: null, extra }, options, runtime)
      : await readRecording(options.from, null, extra);
  const view = viewOf(snapshot);
  const { checks, scanChecks } = sighted(house, snapshot, options);
  const { findings } = diagnose(snapshot, checks, scanChecks);
  const answers = targets
    .flatMap((target) => objectsNamed(target, { ...snapshot, namespaces }, view))
    .map((object): Answer => {
      const keys = new Set([refKey(refOf(object)), refKey(view.topOwner(object))]);
      return { object: refOf(object), chains: chainsFrom(keys, findings) };
    });
  await print(answers, snapshot.takenAt, options);
}

async function print(answers: readonly Answer[], takenAt: string, options: WhyOptions): Promise<void> {
  if (options.output === 'json') {
    await writeStdout(
      `${jsonText({ apiVersion: 'mekhanikube.io/v1', kind: 'WhyList', takenAt, items: answers }, 2)}\n`,
    );
    return;
  }
  const { width, color } = terminalOf(process.stdout, options, process.env);
  const layout = { width, color, ascii: options.ascii ?? false, verbose: options.verbose ?? false };
  const texts = answers.map(({ object, chains }) => whyText(object, chains, takenAt, layout));
  await writeStdout(texts.join('\n'));
}
