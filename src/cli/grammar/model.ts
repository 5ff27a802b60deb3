import { type Command, Option } from 'commander';
import type { Runtime } from '../program.ts';
import { addDisplayOptions, option } from './options.ts';

export function addModel(program: Command, runtime: Runtime): void {
  const model = program.command('model').description('The local models that explain findings.');
  const server = () => option('--base-url <url>', "the Ollama server's address, instead of $OLLAMA_HOST", 'BASE_URL');
  const output = () => new Option('-o, --output <format>', 'text or json').choices(['text', 'json']).default('text');
  const list = model
    .command('list')
    .alias('ls')
    .description('list the models that are installed')
    .addOption(server())
    .addOption(output())
    .action(async (options) => {
      const { listInstalled } = await import('../commands/model-list.ts');
      await listInstalled(options, runtime);
    });
  const pull = model
    .command('pull')
    .argument('<name>', 'for example qwen3:4b-instruct')
    .description('have the server download a model; an interrupted download goes on where it stopped')
    .addOption(server())
    .option('--insecure', 'the registry speaks plain HTTP')
    .option('--if-missing', 'do nothing where it is installed')
    .action(async (name: string, options) => {
      const { pull } = await import('../commands/model-pull.ts');
      await pull(name, options, runtime);
    });
  const recommend = model
    .command('recommend')
    .description('name a model that fits this machine, and say why')
    .addOption(server())
    .addOption(output())
    .action(async (options) => {
      const { recommendModel } = await import('../commands/model-recommend.ts');
      await recommendModel(options, runtime);
    });
  const bench = model
    .command('bench')
    .argument('[name...]', 'installed models; all of them if none is named')
    .description('let models explain recorded findings, and count what holds')
    .addOption(option('--backend <name>', 'ollama, or openai for any server with its API', 'BACKEND').default('ollama'))
    .addOption(server())
    .option('--allow-remote-model', 'the server may be another machine: the recorded findings hold nothing of yours')
    .option('--findings <count>', 'how many of the recorded findings, spread over all', '40')
    .addOption(output())
    .action(async (names: string[], options) => {
      const { benchModels } = await import('../commands/model-bench.ts');
      await benchModels(names, options, runtime);
    });
  for (const command of [list, pull, recommend, bench]) addDisplayOptions(command);
}
