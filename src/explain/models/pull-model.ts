import { Ollama } from 'ollama/browser';
import { z } from 'zod';
import { MekhanikubeError } from '../../base/errors.ts';
import { quote } from '../model/failure.ts';
import { byteText } from './byte-text.ts';
import { freeBytesOf, missingBytes, modelsFolder } from './disk.ts';
import { type Layer, layersOf } from './manifest.ts';
import { parseModelName } from './model-name.ts';
import { type Reach, talk } from './model-server.ts';

export interface LayerProgress extends Layer {
  readonly completedBytes: number;
}

export interface PullProgress {
  /** What the server does, in its words. */
  readonly status: string;
  /** In the order in which the server began them. */
  readonly layers: readonly LayerProgress[];
  /** What was still to be fetched when the last layer began; null as long as nobody told. */
  readonly neededBytes: number | null;
  /** What was free on the server's disk; null where that cannot be seen from here. */
  readonly freeBytes: number | null;
}

export interface PullOptions extends Reach {
  /** Allows a registry without TLS. */
  readonly insecure?: boolean;
  readonly onProgress?: ((progress: PullProgress) => void) | undefined;
  /** What is free where the server keeps its models; otherwise looked up. */
  readonly freeBytes?: (() => Promise<number | null>) | undefined;
}

const STATUS = z.object({
  status: z.string(),
  digest: z.string().optional(),
  total: z.number().optional(),
  completed: z.number().optional(),
});

const A_DAY_MS = 86_400_000;
/** A line for every layer several times a second, for hours. */
const LARGEST_STREAM = 1e9;

/**
 * Has an Ollama server fetch a model. What an earlier, interrupted pull fetched is kept by the server.
 *
 * @throws MekhanikubeError `model-unavailable` where the disk is too small, or the server or the registry fails;
 *   `usage` for what is no name of a model; `interrupted` after an abort
 */
export async function pullModel(baseUrl: string, name: string, options: PullOptions): Promise<PullProgress> {
  const insecure = options.insecure ?? false;
  const model = parseModelName(name);
  const folder = await modelsFolder(baseUrl);
  const freeBytes = options.freeBytes ?? (async () => (folder === null ? null : freeBytesOf(folder)));
  const layers = await layersOf(model, insecure, options);
  const neededBytes = layers === null ? null : await missingBytes(folder, layers);
  const watch = createWatch(name, freeBytes, options.onProgress);
  await watch.begin(neededBytes);
  const who = `${name} on Ollama at ${baseUrl}`;
  const bounds = { accepts: 'json-lines' as const, timeoutMs: A_DAY_MS, maxBytes: LARGEST_STREAM };
  return talk(options, { who, ...bounds }, async ({ fetch }) => {
    const client = new Ollama({ host: baseUrl, fetch });
    for await (const line of await client.pull({ model: name, stream: true, insecure })) {
      await watch.see(STATUS.parse(line));
    }
    return watch.progress();
  });
}

interface Watch {
  /** @throws MekhanikubeError where the disk is too small */
  begin(neededBytes: number | null): Promise<void>;
  see(line: z.infer<typeof STATUS>): Promise<void>;
  progress(): PullProgress;
}

function createWatch(
  name: string,
  freeBytes: () => Promise<number | null>,
  onProgress: PullOptions['onProgress'],
): Watch {
  const layers = new Map<string, LayerProgress>();
  let progress: PullProgress = { status: 'starting', layers: [], neededBytes: null, freeBytes: null };
  const show = (change: Partial<PullProgress>) => {
    progress = { ...progress, ...change };
    onProgress?.(progress);
  };
  const measure = async (neededBytes: number | null) => {
    const free = await freeBytes();
    if (neededBytes !== null && free !== null && neededBytes > free) throw tooSmall(name, neededBytes, free);
    return { neededBytes, freeBytes: free };
  };
  return {
    begin: async (neededBytes) => show(await measure(neededBytes)),
    async see({ status, digest, total, completed = 0 }) {
      const isNew = digest !== undefined && !layers.has(digest);
      if (digest !== undefined && total !== undefined) {
        layers.set(digest, { digest, totalBytes: total, completedBytes: completed });
      }
      const entries = [...layers.values()];
      const left = entries.reduce((sum, layer) => sum + layer.totalBytes - layer.completedBytes, 0);
      show({ status: quote(status), layers: entries, ...(isNew ? await measure(left) : {}) });
    },
    progress: () => progress,
  };
}

function tooSmall(name: string, neededBytes: number, free: number): MekhanikubeError {
  const message = `${name} needs ${byteText(neededBytes)} where the server keeps its models, and ${byteText(free)} are free`;
  return new MekhanikubeError('model-unavailable', message, {
    hint: 'free some space, or start the server with OLLAMA_MODELS set to a folder on a larger disk',
  });
}
