import { type Command, Option } from 'commander';
import type { Runtime } from '../program.ts';
import { addExplainOptions, needExplain } from './explain-options.ts';
import { addClusterOptions, addDisplayOptions, listOption, option } from './options.ts';

const ANALYZE_EXAMPLES = `
Examples:
  $ NAME analyze
  $ NAME analyze deploy/web -n shop
  $ NAME analyze --filter=Pod --output json
  $ NAME analyze -n 'team-*' -l app=web --severity high --fail-on high -o sarif=out.sarif -o junit=out.xml
  $ NAME analyze --baseline known.yaml --fail-on high
  $ NAME analyze --from snapshot.json.gz
  $ NAME analyze --ci -o junit=out.xml --pushgateway http://pushgateway:9091
  $ NAME analyze --explain --language German
  $ kubectl get all,events -A -o json | NAME analyze --from -`;

const CREDENTIALS = `
Credentials for --pushgateway come from the environment only: MEKHANIKUBE_PUSHGATEWAY_TOKEN, or
MEKHANIKUBE_PUSHGATEWAY_USERNAME and MEKHANIKUBE_PUSHGATEWAY_PASSWORD. For --alertmanager likewise.`;

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
    .addOption(
      option('--target <version>', 'a planned upgrade, like 1.35: also who uses APIs that it removes', 'TARGET'),
    )
    .option('--no-logs', 'read no log; else the ends of those of failing containers, secrets masked')
    .option('--crds', 'also the conditions of all custom resources, of whatever kind; lists every one of them')
    .option('--volume-usage', 'also how full mounted volumes are; asks their nodes, with the right to get nodes/proxy')
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
        '--profile <name>',
        'also what could be better: hardening, hygiene, policy-reports; repeatable, or a comma list',
        'PROFILE',
      ),
    )
    .addOption(listOption('--checks <path>', 'custom checks as well: a file or a folder; repeatable', 'CHECKS'))
    .addOption(
      listOption(
        '-o, --output <format[=file]>',
        'text, tree, html, json, yaml, ndjson, markdown, sarif, junit, prometheus, github or gitlab; repeatable',
        'OUTPUT',
      ),
    );
  command.addOption(
    new Option('--ci', 'for pipelines: --fail-on high --color=never, and a line for each phase; flags win').implies({
      failOn: 'high',
      color: 'never',
    }),
  );
  command.option('--remediate', 'after the report, the plan for each finding that has one; writes nothing');
  addSuppressionOptions(command);
  addDeliveryOptions(command);
  addExplainOptions(command);
  addClusterOptions(command);
  addDisplayOptions(command);
  command
    .option('-v, --verbose', 'all evidence and all symptoms of each finding')
    .addHelpText('after', CREDENTIALS)
    .addHelpText('after', ({ command: shown }) => ANALYZE_EXAMPLES.replaceAll('NAME', shown.parent?.name() ?? ''))
    .action(async (objects: string[], options) => {
      needExplain(command);
      const { analyze } = await import('../commands/analyze.ts');
      runtime.setExitCode(await analyze(objects, options, runtime));
    });
}

function addSuppressionOptions(command: Command): void {
  command
    .optionsGroup('What to leave out:')
    .addOption(
      option(
        '--config <file>',
        'instead of ./.mekhanikube.yaml and the one of the user: what to ignore, severities, profiles',
        'CONFIG',
      ),
    )
    .addOption(option('--baseline <file>', 'report only what is not known there', 'BASELINE'))
    .option('--write-baseline <file>', 'write all findings there as known, and exit with 0')
    .option('--show-suppressed', 'list what is ignored or known, with the reason');
}

/** The only flags that send the report off this machine; each says what goes. */
function addDeliveryOptions(command: Command): void {
  command
    .optionsGroup('Where to send it:')
    .addOption(
      option(
        '--pushgateway <url>',
        'PUT the metrics there: how many findings by check and severity, what was read, the name of the cluster',
        'PUSHGATEWAY',
      ),
    )
    .addOption(
      option(
        '--alertmanager <url>',
        'POST an alert there for each finding shown: its object, message, next steps, the name of the cluster',
        'ALERTMANAGER',
      ),
    )
    .addOption(
      option('--alert-for <time>', 'an alert ends this long after the reading, unless sent again', 'ALERT_FOR').default(
        '2h',
      ),
    );
}
