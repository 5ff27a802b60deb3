import type { Command } from 'commander';
import type { Runtime } from '../program.ts';
import { listOption, option } from './options.ts';

const ONE_WRITE = `
With --service-account, the API server is asked to make one short-lived token (POST serviceaccounts/NAME/token): the only
write of this command. Give the account the read-only role of deploy/reader-role.yaml.`;

export function addKubeconfig(program: Command, runtime: Runtime): void {
  const kubeconfig = program.command('kubeconfig').description('Copies of a kubeconfig that work elsewhere.');
  const prepare = kubeconfig
    .command('prepare')
    .description('in a container: one context, without files, at an address that answers from here')
    .addOption(
      listOption(
        '--host-home <dir=dir2>',
        'what the host has in DIR is in DIR2 here; repeatable (files of a .kube folder are found by themselves)',
        'HOST_HOME',
      ),
    );
  const exporting = kubeconfig
    .command('export')
    .description('on the host: one context, without files, to be used elsewhere')
    .option('--exec-token', 'run the credential plugin once, and store what it gives')
    .option('--service-account <name>', 'use a new short-lived token of this ServiceAccount instead')
    .option('-n, --namespace <name>', 'of the ServiceAccount, instead of the namespace of the context')
    .option('--duration <time>', 'how long that token is to be good: 1h, 90m', '8h')
    .addOption(
      option('--request-timeout <time>', 'give up on the API server after this time', 'REQUEST_TIMEOUT').default('30s'),
    )
    .addHelpText('after', ONE_WRITE);
  for (const command of [prepare, exporting]) addCommon(command);
  prepare.action(async (options) => {
    const { prepareKubeconfig } = await import('../commands/kubeconfig-prepare.ts');
    await prepareKubeconfig(options, runtime);
  });
  exporting.action(async (options) => {
    const { exportKubeconfig } = await import('../commands/kubeconfig-export.ts');
    await exportKubeconfig(options);
  });
}

function addCommon(command: Command): void {
  command
    .option('--kubeconfig <file>', 'instead of $KUBECONFIG and ~/.kube/config; it is never written')
    .addOption(option('--context <name>', 'a context of the kubeconfig', 'CONTEXT'))
    .option('-o, --output <file>', 'where to write it, for its owner only; - for standard output', '-')
    .option('-q, --quiet', 'nothing on standard error but errors')
    .option('--debug', 'print the stack of an error');
}
