import { z } from 'zod';
import { MekhanikubeError, messageOf } from '../../../base/errors.ts';
import type { ModelFacts } from '../../../doctor/facts.ts';
import { localityOf, normaliseOllamaHost, resolveHost } from '../../../explain/model/address.ts';
import { fullName } from '../../../explain/model/ollama-answers.ts';
import { bestOf } from '../../../explain/models/choose-model.ts';
import { modelsFolder } from '../../../explain/models/disk.ts';
import { type InstalledModel, listModels } from '../../../explain/models/list-models.ts';
import type { Machine } from '../../../explain/models/machine.ts';
import { talk } from '../../../explain/models/model-server.ts';
import { recommend } from '../../../explain/models/recommend.ts';
import { readFolder } from '../../../host/folder.ts';
import type { Environment } from './gather-facts.ts';

/** The flags about the model; null for what was not said. */
export interface WantedModel {
  readonly baseUrl: string | null;
  readonly name: string | null;
}

interface Around {
  readonly env: Environment;
  readonly machine: Promise<Machine>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

const Version = z.object({ version: z.string() });

/** @throws MekhanikubeError `usage` for what is no address */
export function modelAddress({ baseUrl }: WantedModel, env: Environment): string {
  return normaliseOllamaHost(baseUrl ?? (env['OLLAMA_HOST'] || '127.0.0.1:11434'));
}

/** What the model server says of itself and of its models. */
export async function gatherModel(wanted: WantedModel, around: Around): Promise<ModelFacts> {
  let baseUrl: string;
  try {
    baseUrl = modelAddress(wanted, around.env);
  } catch (thrown) {
    const hint = thrown instanceof MekhanikubeError ? thrown.hint : undefined;
    return { state: 'misaddressed', message: messageOf(thrown), hint: hint ?? 'set OLLAMA_HOST to host:port' };
  }
  const inTime = AbortSignal.any([around.signal, AbortSignal.timeout(around.timeoutMs)]);
  const [version, installed] = await Promise.all([
    versionOf(baseUrl, inTime).catch(() => null),
    listModels(baseUrl, { signal: inTime }).catch((thrown: unknown) => messageOf(thrown)),
  ]);
  around.signal.throwIfAborted();
  if (version === null && typeof installed === 'string') {
    const late = `Ollama at ${baseUrl} gave no answer within ${around.timeoutMs / 1000} s`;
    return { state: 'unreachable', baseUrl, message: inTime.aborted ? late : installed };
  }
  return answered(wanted, around, baseUrl, version, typeof installed === 'string' ? null : installed);
}

async function answered(
  wanted: WantedModel,
  { env, machine }: Around,
  baseUrl: string,
  version: string | null,
  installed: readonly InstalledModel[] | null,
): Promise<ModelFacts> {
  const { model, reason } = recommend(await machine, installed ?? []);
  const folder = await modelsFolder(baseUrl, env['OLLAMA_MODELS']);
  return {
    state: 'answered',
    baseUrl,
    isRemote: (await localityOf(baseUrl, resolveHost)) === 'remote',
    version,
    models: installed?.map(({ name }) => name) ?? null,
    wanted: wanted.name,
    used: usedOf(wanted.name, installed ?? []),
    recommended:
      model === null ? null : { name: model.name, downloadBytes: model.downloadBytes, installed: model.installed },
    reason,
    folder: folder === null ? null : await readFolder(folder),
  };
}

function usedOf(wanted: string | null, installed: readonly InstalledModel[]): string | null {
  if (wanted === null) return bestOf(installed);
  return installed.find(({ name }) => fullName(name) === fullName(wanted))?.name ?? null;
}

async function versionOf(baseUrl: string, signal: AbortSignal): Promise<string> {
  const who = `Ollama at ${baseUrl}`;
  const answer = await talk({ signal }, { who, accepts: 'json' }, async ({ fetch }) => {
    const response = await fetch(`${baseUrl}/api/version`);
    return Version.parse(await response.json());
  });
  return answer.version;
}
