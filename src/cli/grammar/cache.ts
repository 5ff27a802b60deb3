import { type Command, Option } from 'commander';
import type { Runtime } from '../program.ts';

export function addCache(program: Command, _runtime: Runtime): void {
  const cache = program.command('cache').description('The stored answers of models. They hold no name of a cluster.');
  const output = () => new Option('-o, --output <format>', 'text or json').choices(['text', 'json']).default('text');
  cache
    .command('list')
    .alias('ls')
    .description('list them, oldest first')
    .addOption(output())
    .action(async (options) => {
      const { listCache } = await import('../commands/cache.ts');
      await listCache(options);
    });
  cache
    .command('stats')
    .description('how many there are, how large, and where')
    .addOption(output())
    .action(async (options) => {
      const { cacheStats } = await import('../commands/cache.ts');
      await cacheStats(options);
    });
  cache
    .command('clear')
    .description('remove all of them')
    .action(async () => {
      const { clearCache } = await import('../commands/cache.ts');
      await clearCache();
    });
}
