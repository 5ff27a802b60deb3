import type { Command } from 'commander';

export function addRbac(program: Command): void {
  const rbac = program.command('rbac').description('The rights that repairs take.');
  rbac
    .command('generate')
    .description('print the smallest role for these actions, as YAML. Needs no cluster.')
    .requiredOption('--actions <ids>', 'a list: rollout.undo,scale')
    .option('--on <kinds>', 'for actions on any kind, those that they may be used on: deployments,configmaps')
    .option('-n, --namespace <name>', 'a Role in this namespace, instead of a ClusterRole')
    .option('--name <name>', 'of the role', 'mekhanikube-repair')
    .option('--debug', 'print the stack of an error')
    .action(async (options) => {
      const { generateRole } = await import('../commands/rbac.ts');
      await generateRole(options);
    });
}
