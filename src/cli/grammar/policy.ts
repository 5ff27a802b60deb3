import { type Command, Option } from 'commander';
import type { Runtime } from '../program.ts';
import { addClusterOptions, addDisplayOptions, listOption } from './options.ts';

const NOTHING_WRITTEN = `
Nothing is written to the cluster. A condition with "for" is judged by one look: it matches where the API itself says since
when it holds, and is pending otherwise.`;

export function addPolicy(program: Command, runtime: Runtime): void {
  const policy = program.command('policy').description('Policies of repair: check them, and try them without writing.');
  addValidate(policy, runtime);
  addList(policy);
  policy
    .command('template')
    .argument('[name]', 'the template to print')
    .description('list the templates, or print one to be edited')
    .action(async (name: string | undefined) => {
      const { policyTemplate } = await import('../commands/policy-template.ts');
      await policyTemplate(name);
    });
  addTest(policy);
  addSimulate(policy, runtime);
}

function addValidate(policy: Command, runtime: Runtime): void {
  policy
    .command('validate')
    .argument('[path...]', 'files and folders (default: ./policies)')
    .description('tell every problem of policy files, with its line; exit code 2 if there is one')
    .addOption(outputOption())
    .action(async (paths: string[], options) => {
      const { validatePolicies } = await import('../commands/policy-validate.ts');
      runtime.setExitCode(await validatePolicies(paths, options));
    });
}

function addList(policy: Command): void {
  policy
    .command('list')
    .description('list the policies of a folder, the one that claims a target first on top')
    .option('--dir <path>', 'a folder or a file', './policies')
    .addOption(outputOption())
    .action(async (options) => {
      const { listPolicies } = await import('../commands/policy-list.ts');
      await listPolicies(options);
    });
}

function addTest(policy: Command): void {
  const test = policy
    .command('test')
    .argument('<policy>', 'a file or a folder')
    .description('evaluate policies against a recorded cluster')
    .requiredOption('--from <recording>', 'a file of mekhanikube snapshot, or whatever analyze --from takes');
  addTrialOptions(test);
  test.action(async (path: string, options) => {
    const { testPolicies } = await import('../commands/policy-trial.ts');
    await testPolicies(path, options);
  });
}

function addSimulate(policy: Command, runtime: Runtime): void {
  const simulate = policy
    .command('simulate')
    .argument('[policy]', 'a file or a folder (default: ./policies)')
    .description('evaluate policies against the cluster as it is now');
  addTrialOptions(simulate);
  addClusterOptions(simulate);
  simulate.action(async (path: string | undefined, options) => {
    const { simulatePolicies } = await import('../commands/policy-trial.ts');
    await simulatePolicies(path, options, runtime);
  });
}

function addTrialOptions(command: Command): void {
  command
    .addOption(listOption('-n, --namespace <name>', 'only this namespace, or a glob; repeatable', 'NAMESPACE'))
    .option('-A, --all-namespaces', 'every namespace (the default)')
    .option('--all', 'also the targets that do not match')
    .addOption(outputOption());
  addDisplayOptions(command);
  command.addHelpText('after', NOTHING_WRITTEN);
}

function outputOption(): Option {
  return new Option('-o, --output <format>', 'text or json').choices(['text', 'json']).default('text');
}
