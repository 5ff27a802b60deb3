import { basename } from 'node:path';
import { Command, Option } from 'commander';
import { nearMisses } from '../base/near-miss.ts';

/** What a command gets from the process that runs it. */
export interface Runtime {
  readonly version: string;
  readonly argv: readonly string[];
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal;
  setExitCode(code: number): void;
}

const EXIT_CODES = `
Exit codes:
  0  nothing at or above --fail-on
  1  findings at or above --fail-on
  2  wrong usage
  3  the cluster or the recording could not be read
  4  internal error
  130  interrupted`;

const ANALYZE_EXAMPLES = `
Examples:
  $ NAME analyze
  $ NAME analyze deploy/web -n shop
  $ NAME analyze --filter=Pod --output json
  $ NAME analyze -n 'team-*' -l app=web --severity high --fail-on high -o sarif=out.sarif -o junit=out.xml
  $ NAME analyze --from snapshot.json.gz
  $ kubectl get all,events -A -o json | NAME analyze --from -`;

/** Builds the command line. Commands import what they run only when they run it, so that help is quick. */
export function createProgram(runtime: Runtime): Command {
  const program = new Command(invokedName(runtime.argv));
  program
    .description('Finds what is wrong in a Kubernetes cluster, cause first.')
    .version(runtime.version)
    .helpCommand('help [command]', 'print the help of a command')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(withSuggestion(text, program)) })
    .addHelpText('after', EXIT_CODES);
  addAnalyze(program, runtime);
  addSnapshot(program, runtime);
  addChecks(program, runtime);
  addCompletion(program, runtime);
  for (const command of program.commands) command.exitOverride().copyInheritedSettings(program);
  return program;
}

/** Commander looks for flags like `--filtre=Pod`, value and all, and finds none. */
function withSuggestion(text: string, program: Command): string {
  const typed = /^error: unknown option '(--[^'=]+)=[^']*'\n$/.exec(text)?.[1];
  if (typed === undefined) return text;
  const flags = program.commands.flatMap((command) => command.options.map((known) => known.long ?? ''));
  const near = nearMisses(typed, flags, 1);
  return near.length === 0 ? text : `${text}(Did you mean ${near[0]}?)\n`;
}

/** `kubectl mekhanikube` where kubectl runs it as a plugin. */
function invokedName(argv: readonly string[]): string {
  return basename(argv[1] ?? '').startsWith('kubectl-') ? 'kubectl mekhanikube' : 'mekhanikube';
}

function addAnalyze(program: Command, runtime: Runtime): void {
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
  addClusterOptions(command);
  addDisplayOptions(command);
  command
    .option('-v, --verbose', 'all evidence and all symptoms of each finding')
    .addHelpText('after', ({ command: shown }) => ANALYZE_EXAMPLES.replaceAll('NAME', shown.parent?.name() ?? ''))
    .action(async (objects: string[], options) => {
      const { analyze } = await import('./commands/analyze.ts');
      runtime.setExitCode(await analyze(objects, options, runtime));
    });
}

function addSnapshot(program: Command, runtime: Runtime): void {
  const command = program
    .command('snapshot')
    .description('Record a cluster to a file for analyze --from. Holds no value of a Secret or a ConfigMap.')
    .requiredOption('-o, --output <file>', 'where to write it; zipped if it ends in .gz; - for standard output')
    .optionsGroup('What to record:')
    .addOption(listOption('-n, --namespace <name>', 'only this namespace, or a glob; repeatable', 'NAMESPACE'))
    .option('-A, --all-namespaces', 'every namespace that may be read (the default)');
  addClusterOptions(command);
  addDisplayOptions(command);
  command.action(async (options) => {
    const { snapshot } = await import('./commands/snapshot.ts');
    await snapshot(options, runtime);
  });
}

function addChecks(program: Command, runtime: Runtime): void {
  const command = program
    .command('checks')
    .argument('[id]', 'one check: what it means, how to look, how to repair, when it is fine')
    .description('List the checks, or print the page of one. Needs no cluster.')
    .addOption(new Option('-o, --output <format>', 'text or json').choices(['text', 'json']).default('text'));
  addDisplayOptions(command);
  command.action(async (id: string | undefined, options) => {
    const { checks } = await import('./commands/checks.ts');
    await checks(id, options, runtime);
  });
}

function addCompletion(program: Command, runtime: Runtime): void {
  program
    .command('completion')
    .argument('<shell>', 'bash, zsh or fish')
    .description('Print the completion script of a shell.')
    .action(async (shell: string) => {
      const { completion } = await import('./commands/completion.ts');
      await completion(shell);
    });
  program
    .command('__complete', { hidden: true })
    .argument('[words...]')
    .allowUnknownOption()
    .action(async (words: string[]) => {
      const { complete } = await import('./commands/complete.ts');
      await complete(words, program, runtime);
    });
}

function addClusterOptions(command: Command): void {
  command
    .optionsGroup('Which cluster:')
    .option('--kubeconfig <file>', 'instead of $KUBECONFIG and ~/.kube/config')
    .addOption(option('--context <name>', 'a context of the kubeconfig', 'CONTEXT'))
    .addOption(option('--as <user>', 'act as another user', 'AS'))
    .addOption(listOption('--as-group <group>', 'act as a member of this group; repeatable', 'AS_GROUP'))
    .addOption(
      option('--request-timeout <time>', 'give up on a request after this time: 30s, 2m', 'REQUEST_TIMEOUT').default(
        '30s',
      ),
    );
}

function addDisplayOptions(command: Command): void {
  command
    .optionsGroup('How to print:')
    .addOption(new Option('--color <when>', 'colour').choices(['always', 'never', 'auto']).default('auto'))
    .option('--no-color', 'the same as --color=never')
    .option('--ascii', 'no characters beyond ASCII')
    .option('-q, --quiet', 'no progress on standard error')
    .option('--debug', 'print the stack of an error');
}

/** A flag that an environment variable can set as well. */
function option(flags: string, description: string, variable: string): Option {
  return new Option(flags, description).env(`MEKHANIKUBE_${variable}`);
}

/** The same for a flag that can be repeated. */
function listOption(flags: string, description: string, variable: string): Option {
  return option(flags, description, variable).argParser((value: string, before: readonly string[] = []) => [
    ...before,
    value,
  ]);
}
