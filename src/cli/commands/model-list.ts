import { normaliseOllamaHost } from '../../explain/model/address.ts';
import { byteText } from '../../explain/models/byte-text.ts';
import { listModels } from '../../explain/models/list-models.ts';
import type { Runtime } from '../program.ts';
import { columns } from '../ui/columns.ts';
import { writeStdout } from '../ui/write.ts';

interface Options {
  readonly baseUrl?: string;
  readonly output: string;
}

/** The address of the Ollama server that a command means. */
export function ollamaAddress({ baseUrl }: Pick<Options, 'baseUrl'>): string {
  return normaliseOllamaHost(baseUrl ?? (process.env['OLLAMA_HOST'] || '127.0.0.1:11434'));
}

/** Prints the installed models. */
export async function listInstalled(options: Options, { signal }: Runtime): Promise<void> {
  const models = await listModels(ollamaAddress(options), { signal });
  if (options.output === 'json') return writeStdout(`${JSON.stringify(models, null, 2)}\n`);
  if (models.length === 0) return writeStdout('No model is installed: mekhanikube model recommend names one.\n');
  const rows = models.map(({ name, sizeBytes, parameters, quantization, loaded }) => [
    name,
    byteText(sizeBytes),
    parameters ?? '',
    quantization ?? '',
    loaded ? 'loaded' : '',
  ]);
  return writeStdout(columns([['NAME', 'SIZE', 'PARAMETERS', 'QUANTIZATION', ''], ...rows]));
}
