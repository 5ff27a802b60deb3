import { type Command, Option } from 'commander';
import type { Runtime } from '../program.ts';
import { addDisplayOptions, listOption, option } from './options.ts';

const AFTER = `
Examples:
  $ NAME doctor
  $ NAME doctor --context staging -n shop
  $ NAME doctor -o json | jq '.lines[] | select(.status == "fail")'

Exit codes:
  0  nothing fails; warnings are none
  1  something fails, but the cluster can be read
  2  wrong usage
  3  the cluster cannot be read`;

export function addDoctor(program: Command, runtime: Runtime): void {
  const command = program
    .command('doctor')
    .description('Look at what the tool needs, the cluster first: each line with what was seen and how to mend it.')
    .addOption(new Option('-o, --output <format>', 'text or json').choices(['text', 'json']).default('text'))
    .optionsGroup('Which cluster:')
    .option('--kubeconfig <file>', 'instead of $KUBECONFIG and ~/.kube/config')
    .addOption(option('--context <name>', 'a context of the kubeconfig', 'CONTEXT'))
    .addOption(listOption('-n, --namespace <name>', 'ask for the rights in this namespace; repeatable', 'NAMESPACE'))
    .addOption(option('--as <user>', 'act as another user', 'AS'))
    .addOption(listOption('--as-group <group>', 'act as a member of this group; repeatable', 'AS_GROUP'))
    .option('--request-timeout <time>', 'give up on a request after this time: 2s, 30s', '5s')
    .optionsGroup('Which model:')
    .addOption(option('--base-url <url>', "the Ollama server's address, instead of $OLLAMA_HOST", 'BASE_URL'))
    .addOption(option('--model <name>', 'instead of the best one that is installed', 'MODEL'));
  addDisplayOptions(command);
  command
    .addHelpText('after', ({ command: shown }) => AFTER.replaceAll('NAME', shown.parent?.name() ?? ''))
    .action(async (options) => {
      const { doctor } = await import('../commands/doctor.ts');
      runtime.setExitCode(await doctor(options, runtime));
    });
}
