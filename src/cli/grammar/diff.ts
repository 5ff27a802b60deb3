import { type Command, Option } from 'commander';
import type { Runtime } from '../program.ts';
import { addDisplayOptions, option } from './options.ts';

const EXAMPLES = `
Examples:
  $ NAME diff yesterday.json today.json
  $ NAME analyze -o json | NAME diff yesterday.json - --fail-on high`;

export function addDiff(program: Command, runtime: Runtime): void {
  const command = program
    .command('diff')
    .argument('<old>', 'a report of analyze -o json; - for standard input')
    .argument('<new>', 'a later one')
    .description(
      'Compare two reports: what is new, what is gone, what has changed. Exit code 1 where something is new.',
    )
    .addOption(
      option('--fail-on <level>', 'exit with 1 only where a new finding is this bad or worse; or never', 'FAIL_ON'),
    )
    .addOption(new Option('-o, --output <format>', 'text or json').choices(['text', 'json']).default('text'));
  addDisplayOptions(command);
  command
    .addHelpText('after', ({ command: shown }) => EXAMPLES.replaceAll('NAME', shown.parent?.name() ?? ''))
    .action(async (before: string, after: string, options) => {
      const { diff } = await import('../commands/diff.ts');
      runtime.setExitCode(await diff(before, after, options));
    });
}
