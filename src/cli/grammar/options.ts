import { type Command, Option } from 'commander';

export function addClusterOptions(command: Command): void {
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

export function addDisplayOptions(command: Command): void {
  command
    .optionsGroup('How to print:')
    .addOption(new Option('--color <when>', 'colour').choices(['always', 'never', 'auto']).default('auto'))
    .option('--no-color', 'the same as --color=never')
    .option('--ascii', 'no characters beyond ASCII')
    .option('-q, --quiet', 'no progress on standard error')
    .option('--debug', 'print the stack of an error');
}

/** A flag that an environment variable can set as well. */
export function option(flags: string, description: string, variable: string): Option {
  return new Option(flags, description).env(`MEKHANIKUBE_${variable}`);
}

/** The same for a flag that can be repeated. */
export function listOption(flags: string, description: string, variable: string): Option {
  return option(flags, description, variable).argParser((value: string, before: readonly string[] = []) => [
    ...before,
    value,
  ]);
}
