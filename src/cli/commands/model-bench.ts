import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { MekhanikubeError } from '../../base/errors.ts';
import { CHECKS } from '../../checks/index.ts';
import { diagnose } from '../../diagnose/diagnose.ts';
import { type Evaluation, evaluate } from '../../explain/evaluate.ts';
import type { Backend, ModelFailure } from '../../explain/model/backend.ts';
import { createOllama } from '../../explain/model/ollama.ts';
import { createOpenAi } from '../../explain/model/openai.ts';
import { byteText } from '../../explain/models/byte-text.ts';
import { listModels } from '../../explain/models/list-models.ts';
import { type Situation, situationOf } from '../../explain/prompt/situation.ts';
import { openRecording } from '../../snapshot/recording/open.ts';
import type { Runtime } from '../program.ts';
import { columns } from '../ui/columns.ts';
import { createProgress } from '../ui/progress.ts';
import { type DisplayOptions, terminalOf } from '../ui/terminal.ts';
import { writeStdout } from '../ui/write.ts';
import { subjectsOf } from './explainer.ts';
import { modelServer } from './model-server.ts';

interface Options extends DisplayOptions {
  readonly backend: string;
  readonly baseUrl?: string;
  readonly allowRemoteModel?: boolean;
  readonly findings: string;
  readonly output: string;
  readonly quiet?: boolean;
}

interface Result extends Evaluation {
  readonly model: string;
  /** What it takes in memory while it is loaded; null where the server does not tell. */
  readonly memoryBytes: number | null;
}

/** A hundred findings that a real cluster had, without anything of the user's in them. */
const RECORDING = join(dirname(findPackageJSON('..', import.meta.url) ?? ''), 'examples/many-faults.json.gz');
const ANSWER_MS = 300_000;

/** Has models explain recorded findings, and prints how much of it holds. */
export async function benchModels(names: readonly string[], options: Options, runtime: Runtime): Promise<void> {
  if (options.backend !== 'ollama' && options.backend !== 'openai')
    throw new MekhanikubeError('usage', `--backend: "${options.backend}" is no backend`, {
      hint: 'one of: ollama, openai (any server with its API)',
    });
  const situations = await recordedSituations(countOf(options.findings));
  const server = await modelServer(
    {
      backend: options.backend === 'openai' ? 'openai' : 'ollama',
      baseUrl: options.baseUrl ?? null,
      allowRemoteModel: options.allowRemoteModel ?? false,
    },
    process.env,
  );
  const { signal } = runtime;
  const isOllama = options.backend !== 'openai';
  const models =
    names.length > 0 || !isOllama ? names : (await listModels(server.baseUrl, { signal })).map(({ name }) => name);
  if (models.length === 0)
    throw new MekhanikubeError('usage', 'there is no model to try', {
      hint: 'name one, or install one: mekhanikube model recommend',
    });
  const results: Result[] = [];
  const print = () => writeStdout(options.output === 'json' ? `${JSON.stringify(results, null, 2)}\n` : table(results));
  try {
    for (const model of models) {
      const backend: Backend = isOllama
        ? createOllama({ baseUrl: server.baseUrl, model })
        : createOpenAi({ baseUrl: server.baseUrl, model, apiKey: process.env['MEKHANIKUBE_API_KEY'] || null });
      const evaluation = await tried(backend, model, situations, options, runtime);
      const memoryBytes = isOllama ? await memoryOf(server.baseUrl, model, signal) : null;
      results.push({ model, ...evaluation, memoryBytes });
    }
  } finally {
    // Minutes of work: what the first models did is not lost because of a later one.
    if (results.length > 0) await print();
  }
  const failed = results.find(({ failure }) => failure !== null);
  if (failed?.failure) throw unfinished(failed.model, failed.failure);
}

function unfinished(model: string, { message, hint }: ModelFailure): MekhanikubeError {
  return new MekhanikubeError('model-unavailable', `${model} was not tried to the end: ${message}`, {
    ...(hint === null ? {} : { hint }),
  });
}

async function tried(
  backend: Backend,
  model: string,
  situations: readonly Situation[],
  options: Options,
  { signal }: Runtime,
): Promise<Evaluation> {
  const identity = await backend.identify(signal);
  if (!identity.ok) {
    const { message, hint } = identity.failure;
    throw new MekhanikubeError('model-unavailable', message, hint === null ? {} : { hint });
  }
  const text = (done: number) => `${model}: ${done} of ${situations.length} findings`;
  const progress = createProgress(terminalOf(process.stderr, options, process.env), options.quiet ?? false, text(0));
  try {
    const onProgress = (done: number) => progress.update(text(done));
    return await evaluate(situations, { backend, signal, timeoutMs: ANSWER_MS, onProgress });
  } finally {
    progress.stop();
    signal.throwIfAborted();
  }
}

/** As many findings as are wanted, of as many checks as there are: the first of each, then the second. */
async function recordedSituations(wanted: number): Promise<readonly Situation[]> {
  const snapshot = await openRecording(RECORDING);
  const subjects = subjectsOf(diagnose(snapshot, CHECKS).findings, snapshot);
  const seen = new Map<string, number>();
  const ranked = subjects.map((subject) => {
    const rank = seen.get(subject.finding.check) ?? 0;
    seen.set(subject.finding.check, rank + 1);
    return { subject, rank };
  });
  return ranked
    .toSorted((left, right) => left.rank - right.rank)
    .slice(0, wanted)
    .map(({ subject: { finding, prose, circumstances } }) => situationOf(finding, prose, circumstances));
}

function countOf(text: string): number {
  const count = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (count > 0) return count;
  throw new MekhanikubeError('usage', `--findings: "${text}" is no number of findings`, { hint: 'for example 40' });
}

async function memoryOf(baseUrl: string, name: string, signal: AbortSignal): Promise<number | null> {
  const models = await listModels(baseUrl, { signal }).catch(() => []);
  return models.find((model) => model.name === name || model.name === `${name}:latest`)?.memoryBytes ?? null;
}

function table(results: readonly Result[]): string {
  const rows = results.map((result) => [
    result.model,
    `${result.valid} of ${result.asked}`,
    String(result.verified),
    String(result.partlyVerified),
    `${result.droppedSentences} of ${result.droppedSentences + result.keptSentences}`,
    result.tokensPerSecond === null ? 'unknown' : result.tokensPerSecond.toFixed(1),
    result.memoryBytes === null ? 'unknown' : byteText(result.memoryBytes),
    result.failure === null ? '' : result.failure.message,
  ]);
  return columns([['MODEL', 'VALID', 'VERIFIED', 'PARTLY', 'SENTENCES DROPPED', 'TOKENS/S', 'MEMORY', ''], ...rows]);
}
