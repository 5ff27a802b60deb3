import type { Command } from 'commander';
import type { Runtime } from '../program.ts';
import { addClusterOptions, addDisplayOptions, listOption } from './options.ts';

export function addSnapshot(program: Command, runtime: Runtime): void {
  const command = program
    .command('snapshot')
    .description('Record a cluster to a file for analyze --from. Holds no value of a Secret or a ConfigMap.')
    .requiredOption('-o, --output <file>', 'where to write it; zipped if it ends in .gz; - for standard output')
    .optionsGroup('What to record:')
    .addOption(listOption('-n, --namespace <name>', 'only this namespace, or a glob; repeatable', 'NAMESPACE'))
    .option('-A, --all-namespaces', 'every namespace that may be read (the default)')
    .option('--logs', 'the ends of the logs of failing containers as well, secrets masked')
    .option('--crds', 'custom resources of whatever kind as well, as far as their conditions')
    .option('--volume-usage', 'how full mounted volumes are as well; asks their nodes (nodes/proxy)');
  addClusterOptions(command);
  addDisplayOptions(command);
  command.action(async (options) => {
    const { snapshot } = await import('../commands/snapshot.ts');
    await snapshot(options, runtime);
  });
}
