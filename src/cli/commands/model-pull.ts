import { byteText } from '../../explain/models/byte-text.ts';
import { type PullProgress, pullModel } from '../../explain/models/pull-model.ts';
import type { Runtime } from '../program.ts';
import { createLayerBars } from '../ui/layer-bars.ts';
import { type DisplayOptions, terminalOf } from '../ui/terminal.ts';
import { writeStdout } from '../ui/write.ts';
import { ollamaAddress } from './model-list.ts';

interface Options extends DisplayOptions {
  readonly baseUrl?: string;
  readonly insecure?: boolean;
  readonly quiet?: boolean;
}

/** Has the server download a model, and shows each layer on standard error. */
export async function pull(name: string, options: Options, { signal }: Runtime): Promise<void> {
  const bars = createLayerBars(terminalOf(process.stderr, options, process.env), options.quiet ?? false);
  try {
    const done = await pullModel(ollamaAddress(options), name, {
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

function sizeText({ layers }: PullProgress): string {
  const bytes = layers.reduce((sum, { totalBytes }) => sum + totalBytes, 0);
  return bytes === 0 ? '' : ` (${byteText(bytes)})`;
}
