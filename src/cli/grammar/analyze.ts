import type { Command } from 'commander';
import type { Runtime } from '../program.ts';
import { addExplainOptions } from './explain-options.ts';
import { addClusterOptions, addDisplayOptions, listOption, option } from './options.ts';

const ANALYZE_EXAMPLES = `
Examples:
  $ NAME analyze
  $ NAME analyze deploy/web -n shop
  $ NAME analyze --filter=Pod --output json
  $ NAME analyze -n 'team-*' -l app=web --severity high --fail-on high -o sarif=out.sarif -o junit=out.xml
  $ NAME analyze --from snapshot.json.gz
  $ NAME analyze --explain --language German
  $ kubectl get all,events -A -o json | NAME analyze --from -`;

export function addAnalyze(program: Command, runtime: Runtime): void {
  const command = program
    .command('analyze')
    .argument('[object...]', 'one object and what belongs to it: deploy/web, or deploy web')
    .description('Read a cluster once and report what is wrong with it: one finding per root cause.')
    .optionsGroup('What to look at:')
    .addOption(listOption('-n, --namespace <name>', 'only this namespace, or a glob; repeatable', 'NAMESPACE'))
    .option('-A, --all-namespaces', 'every namespace that may be read (the default)')
    .addOption(listOption('--filter <kind>', 'only findings about this kind; repeatable, or a comma list', 'FILTER'))
    .addOption(option('-l, --selector <labels>', 'only findings about objects with these labels', 'SELECTOR'))
    .addOption(
      option('--from <path>', 'a recording instead of a cluster: a file, a folder, a support bundle, or -', 'FROM'),
    )
    .optionsGroup('What to report:')
    .addOption(
      option('--severity <level>', 'show this severity and worse: critical, high, medium, low, info', 'SEVERITY'),
    )
    .addOption(
      option(
        '--fail-on <level>',
        'exit with 1 where a finding is this bad or worse; or never (the default)',
        'FAIL_ON',
      ),
    )
    .addOption(
      listOption(
        '-o, --output <format[=file]>',
        'text, json, yaml, ndjson, markdown, sarif, junit, prometheus or github; repeatable',
        'OUTPUT',
      ),
    );
  addExplainOptions(command);
  addClusterOptions(command);
  addDisplayOptions(command);
  command
    .option('-v, --verbose', 'all evidence and all symptoms of each finding')
    .addHelpText('after', ({ command: shown }) => ANALYZE_EXAMPLES.replaceAll('NAME', shown.parent?.name() ?? ''))
    .action(async (objects: string[], options) => {
      const { analyze } = await import('../commands/analyze.ts');
      runtime.setExitCode(await analyze(objects, options, runtime));
    });
}
