import { byteText } from '../../explain/models/byte-text.ts';
import { listModels } from '../../explain/models/list-models.ts';
import { type PullProgress, pullModel } from '../../explain/models/pull-model.ts';
import type { Runtime } from '../program.ts';
import { createLayerBars } from '../ui/layer-bars.ts';
import { type DisplayOptions, terminalOf } from '../ui/terminal.ts';
import { writeStdout } from '../ui/write.ts';
import { ollamaAddress } from './model-list.ts';

interface Options extends DisplayOptions {
  readonly baseUrl?: string;
  readonly insecure?: boolean;
  readonly ifMissing?: boolean;
  readonly quiet?: boolean;
}

/** Has the server download a model, and shows each layer on standard error. */
export async function pull(name: string, options: Options, { signal }: Runtime): Promise<void> {
  const server = ollamaAddress(options);
  if (options.ifMissing && (await isInstalled(server, name, signal))) return writeStdout(`${name} is there already.\n`);
  const bars = createLayerBars(terminalOf(process.stderr, options, process.env), options.quiet ?? false);
  try {
    const done = await pullModel(server, name, {
      signal,
      insecure: options.insecure ?? false,
      onProgress: bars.update,
    });
    bars.stop();
    await writeStdout(`${name} is installed${sizeText(done)}.\n`);
  } finally {
    bars.stop();
  }
}

async function isInstalled(server: string, name: string, signal: AbortSignal): Promise<boolean> {
  const wanted = name.includes(':', name.lastIndexOf('/')) ? name : `${name}:latest`;
  return (await listModels(server, { signal })).some((model) => model.name === wanted);
}

function sizeText({ layers }: PullProgress): string {
  const bytes = layers.reduce((sum, { totalBytes }) => sum + totalBytes, 0);
  return bytes === 0 ? '' : ` (${byteText(bytes)})`;
}
