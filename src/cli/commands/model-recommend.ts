import { byteText } from '../../explain/models/byte-text.ts';
import { type InstalledModel, listModels } from '../../explain/models/list-models.ts';
import { type Machine, readMachine } from '../../explain/models/machine.ts';
import { type Recommendation, recommend, type Suggestion } from '../../explain/models/recommend.ts';
import type { Runtime } from '../program.ts';
import { writeStdout } from '../ui/write.ts';
import { ollamaAddress } from './model-list.ts';

interface Options {
  readonly baseUrl?: string;
  readonly output: string;
}

/** Names a model that fits this machine. A server that does not answer only means that nothing is installed. */
export async function recommendModel(options: Options, { signal }: Runtime): Promise<void> {
  const machine = await readMachine();
  const installed = await listModels(ollamaAddress(options), { signal }).catch((): readonly InstalledModel[] => []);
  const advice = recommend(machine, installed);
  if (options.output === 'json') return writeStdout(`${JSON.stringify({ machine, ...advice }, null, 2)}\n`);
  return writeStdout(adviceText(machine, advice));
}

function adviceText({ memoryBytes, cores, gpu }: Machine, { model, reason, smaller, larger }: Recommendation): string {
  const lines = [
    `machine   ${byteText(memoryBytes)} of memory, ${cores} cores, ${gpu === null ? 'no GPU that can be seen' : gpu.name}`,
    `model     ${model === null ? 'none' : modelText(model)}`,
    `why       ${reason}`,
    ...(smaller === null ? [] : [`smaller   ${modelText(smaller)}`]),
    ...(larger === null ? [] : [`larger    ${modelText(larger)}`]),
    ...(model === null || model.installed ? [] : [`next      mekhanikube model pull ${model.name}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function modelText({ name, downloadBytes, memoryBytes, character, installed }: Suggestion): string {
  const size = installed ? 'installed' : `${byteText(downloadBytes)} to fetch`;
  return `${name}: ${character} (${size}, ${byteText(memoryBytes)} of memory)`;
}
