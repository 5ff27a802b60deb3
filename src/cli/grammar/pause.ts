import { type Command, Option } from 'commander';
import type { Runtime } from '../program.ts';

export function addPause(program: Command, _runtime: Runtime): void {
  const output = () => new Option('-o, --output <format>', 'text or json').choices(['text', 'json']).default('text');
  program
    .command('pause')
    .description(
      'Stop repair: nothing is changed in a cluster until resume. What is under way stops before its next write.',
    )
    .option('--reason <text>', 'why, for whoever finds it paused')
    .addOption(output())
    .action(async (options) => {
      const { pause } = await import('../commands/pause.ts');
      await pause(options);
    });
  program
    .command('resume')
    .description('Let repair go on.')
    .addOption(output())
    .action(async (options) => {
      const { resume } = await import('../commands/pause.ts');
      await resume(options);
    });
}
