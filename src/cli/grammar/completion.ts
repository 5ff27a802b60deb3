import type { Command } from 'commander';
import type { Runtime } from '../program.ts';

export function addCompletion(program: Command, _runtime: Runtime): void {
  program
    .command('completion')
    .argument('<shell>', 'bash, zsh or fish')
    .description('Print the completion script of a shell.')
    .action(async (shell: string) => {
      const { completion } = await import('../commands/completion.ts');
      await completion(shell);
    });
  program
    .command('__complete', { hidden: true })
    .argument('[words...]')
    .option('--kubectl', 'as kubectl wants it from a plugin')
    .action(async (words: string[], options) => {
      const { complete } = await import('../commands/complete.ts');
      await complete(words, options, program);
    });
}
