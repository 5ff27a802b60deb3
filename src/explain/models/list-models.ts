import { Ollama } from 'ollama/browser';
import { compareText } from '../../base/collate.ts';
import { fullName, RUNNING, TAGS } from '../model/ollama-answers.ts';
import { type Reach, talk } from './model-server.ts';

/** A model that a server has. */
export interface InstalledModel {
  readonly name: string;
  readonly sizeBytes: number;
  /** Like `4.0B`; null where the server does not tell. */
  readonly parameters: string | null;
  /** Like `Q4_K_M`; null where the server does not tell. */
  readonly quantization: string | null;
  readonly digest: string | null;
  readonly loaded: boolean;
  /** What it takes in memory now; null where it is not loaded. */
  readonly memoryBytes: number | null;
  /** How much of it lies in the memory of a GPU now. */
  readonly gpuBytes: number;
}

/**
 * The models of an Ollama server, by name.
 *
 * @throws MekhanikubeError `model-unavailable` where the server does not answer
 */
export async function listModels(baseUrl: string, reach: Reach): Promise<readonly InstalledModel[]> {
  const who = `Ollama at ${baseUrl}`;
  const { tags, running } = await talk(reach, { who, accepts: 'json' }, async ({ fetch }) => {
    const client = new Ollama({ host: baseUrl, fetch });
    return { tags: TAGS.parse(await client.list()), running: RUNNING.parse(await client.ps()) };
  });
  const loaded = new Map(running.models.map((entry) => [fullName(entry.name), entry]));
  const models = tags.models.map((entry) => ({
    name: entry.name,
    sizeBytes: entry.size,
    parameters: entry.details.parameter_size,
    quantization: entry.details.quantization_level,
    digest: entry.digest,
    loaded: loaded.has(fullName(entry.name)),
    memoryBytes: loaded.get(fullName(entry.name))?.size ?? null,
    gpuBytes: loaded.get(fullName(entry.name))?.size_vram ?? 0,
  }));
  return models.sort((left, right) => compareText(left.name, right.name));
}
