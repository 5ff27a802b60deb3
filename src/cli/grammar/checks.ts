import { type Command, Option } from 'commander';
import type { Runtime } from '../program.ts';
import { addDisplayOptions } from './options.ts';

export function addChecks(program: Command, runtime: Runtime): void {
  const command = program
    .command('checks')
    .argument('[id]', 'one check: what it means, how to look, how to repair, when it is fine')
    .description('List the checks, or print the page of one. Needs no cluster.')
    .addOption(new Option('-o, --output <format>', 'text or json').choices(['text', 'json']).default('text'));
  addDisplayOptions(command);
  command.action(async (id: string | undefined, options) => {
    const { checks } = await import('../commands/checks.ts');
    await checks(id, options, runtime);
  });
  const test = command
    .command('test')
    .argument('<path...>', 'files and folders of custom checks')
    .description('Run the tests that custom checks bring along. Needs no cluster.');
  addDisplayOptions(test);
  test.action(async (paths: string[], options) => {
    const { testChecks } = await import('../commands/checks-test.ts');
    runtime.setExitCode(await testChecks(paths, options));
  });
}
