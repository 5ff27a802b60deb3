import { type Command, Option } from 'commander';
import type { Runtime } from '../program.ts';
import { addModelOptions } from './explain-options.ts';
import { addClusterOptions, addDisplayOptions, listOption, option } from './options.ts';

const EXAMPLES = `
Examples:
  $ NAME ask b48b6351265a0273 "why only since this morning?"
  $ NAME ask b48b6351 "which container is it?" --from snapshot.json.gz --model qwen3:4b-instruct`;

export function addAsk(program: Command, runtime: Runtime): void {
  const command = program
    .command('ask')
    .argument('<finding>', 'the id of a finding, or its first digits')
    .argument('<question>', 'in English')
    .description('Ask a model about one finding. It answers from the evidence, and what is not in there is not shown.')
    .addOption(listOption('-n, --namespace <name>', 'only this namespace, or a glob; repeatable', 'NAMESPACE'))
    .option('-A, --all-namespaces', 'every namespace that may be read (the default)')
    .addOption(option('--from <path>', 'a recording instead of a cluster', 'FROM'))
    .addOption(new Option('-o, --output <format>', 'text or json').choices(['text', 'json']).default('text'));
  addModelOptions(command);
  addClusterOptions(command);
  addDisplayOptions(command);
  command
    .addHelpText('after', ({ command: shown }) => EXAMPLES.replaceAll('NAME', shown.parent?.name() ?? ''))
    .action(async (finding: string, question: string, options) => {
      const { ask } = await import('../commands/ask.ts');
      await ask(finding, question, options, runtime);
    });
}
