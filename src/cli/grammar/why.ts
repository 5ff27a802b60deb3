import { type Command, Option } from 'commander';
import type { Runtime } from '../program.ts';
import { addClusterOptions, addDisplayOptions, listOption, option } from './options.ts';

const EXAMPLES = `
Examples:
  $ NAME why svc/web -n shop
  $ NAME why pod web-6d4cf56db6-x2x7v
  $ NAME why ingress/shop --from snapshot.json.gz -o json`;

export function addWhy(program: Command, runtime: Runtime): void {
  const command = program
    .command('why')
    .argument('<object...>', 'svc/web, or svc web')
    .description('Show the way from one object to the cause of what is wrong with it.')
    .addOption(listOption('-n, --namespace <name>', 'where the object is, or a glob; repeatable', 'NAMESPACE'))
    .addOption(option('--from <path>', 'a recording instead of a cluster', 'FROM'))
    .addOption(new Option('-o, --output <format>', 'text or json').choices(['text', 'json']).default('text'))
    .addOption(option('--config <file>', 'a config file', 'CONFIG'))
    .option('-v, --verbose', 'also the page that makes each check true');
  addClusterOptions(command);
  addDisplayOptions(command);
  command
    .addHelpText('after', ({ command: shown }) => EXAMPLES.replaceAll('NAME', shown.parent?.name() ?? ''))
    .action(async (objects: string[], options) => {
      const { why } = await import('../commands/why.ts');
      await why(objects, options, runtime);
    });
}
