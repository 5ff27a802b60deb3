import { type Command, Option } from 'commander';
import type { Runtime } from '../program.ts';
import { addClusterOptions, addDisplayOptions, listOption, option } from './options.ts';

const EXAMPLES = `
Examples:
  $ NAME remediate plan
  $ NAME remediate plan deploy/web -n shop
  $ NAME remediate plan deploy/web -n shop --action scale --param replicas=4
  $ NAME remediate apply 01K2 --yes
  $ NAME remediate rollback 01K2`;

const output = () => new Option('-o, --output <format>', 'text or json').choices(['text', 'json']).default('text');

/** What becomes of fields that somebody else changed since. */
export const drifted = () =>
  new Option(
    '--if-drifted <what>',
    'fields that somebody else changed since: abort leaves everything, three-way takes the others back, force all',
  )
    .choices(['abort', 'three-way', 'force'])
    .default('abort');

/** Plans, runs and what becomes of them. Only `apply` and `rollback` write to the cluster. */
export function addRemediate(program: Command, runtime: Runtime): void {
  const remediate = program
    .command('remediate')
    .description('Repair what was found: plan, apply with a verified backup, verify, roll back.')
    .addHelpText('after', ({ command }) => EXAMPLES.replaceAll('NAME', command.parent?.name() ?? ''));
  addPlan(remediate, runtime);
  addApply(remediate, runtime);
  addLooking(remediate, runtime);
  addRollback(remediate, runtime);
  addDecisions(remediate, runtime);
  addRecover(program, runtime);
}

function addPlan(remediate: Command, runtime: Runtime): void {
  const plan = remediate
    .command('plan')
    .argument('[about]', 'the id of a finding, or an object: deploy/web; all findings without it')
    .description('show what would be changed, what stands against it, and the way back; writes nothing to the cluster')
    .optionsGroup('What to plan:')
    .addOption(listOption('-n, --namespace <name>', 'only this namespace, or a glob; repeatable', 'NAMESPACE'))
    .option('-A, --all-namespaces', 'look in every namespace')
    .option('--action <id>', 'this action instead of the one that is proposed')
    .option('--param <name=value>', 'a param of the action; repeatable', (value: string, before: string[] = []) => [
      ...before,
      value,
    ])
    .addOption(option('--policies <path>', 'a file or folder of policies, instead of ./policies', 'POLICIES'))
    .option('--timeout <time>', 'how long the change may take to be verified', '5m')
    .addOption(output());
  addClusterOptions(plan);
  addDisplayOptions(plan);
  plan
    .option('-v, --verbose', 'every change and what each guard saw')
    .action(async (about: string | undefined, options) => {
      const { planCommand } = await import('../commands/remediate/plan.ts');
      runtime.setExitCode(await planCommand(about, options, runtime));
    });
}

function addApply(remediate: Command, runtime: Runtime): void {
  const apply = remediate
    .command('apply')
    .argument('<plan>', 'the id of a plan, or the beginning of one')
    .description('execute a plan: backup, change, verify; what fails is taken back')
    .option('-y, --yes', 'do not ask')
    .option('--dry-run', 'think it through once more, and write nothing')
    .addOption(option('--policies <path>', 'where the policy of the plan lies, instead of ./policies', 'POLICIES'))
    .addOption(output());
  addClusterOptions(apply);
  addDisplayOptions(apply);
  apply.option('-v, --verbose', 'every change').action(async (id: string, options) => {
    const { applyCommand } = await import('../commands/remediate/apply.ts');
    runtime.setExitCode(await applyCommand(id, options, runtime));
  });
}

function addLooking(remediate: Command, runtime: Runtime): void {
  const list = remediate
    .command('list')
    .alias('ls')
    .description('plans and runs, newest first')
    .addOption(option('--target <text>', 'only those whose target holds this text', 'TARGET'))
    .option('--outcome <outcome>', 'only those that ended so: succeeded, rolled-back, planned, open, ...')
    .option('--limit <count>', 'at most so many', '50')
    .addOption(output());
  list.action(async (options) => {
    const { listCommand } = await import('../commands/remediate/runs.ts');
    runtime.setExitCode(await listCommand(options));
  });
  const show = remediate
    .command('show')
    .argument('<run>', 'the id of a run, or the beginning of one')
    .description('one run: its plan, what happened, who approved')
    .addOption(output());
  addDisplayOptions(show);
  show.option('-v, --verbose', 'every change').action(async (id: string, options) => {
    const { showCommand } = await import('../commands/remediate/runs.ts');
    await showCommand(id, options);
  });
  remediate
    .command('actions')
    .argument('[id]', 'one of them')
    .description('the catalogue of actions, or what one takes')
    .addOption(output())
    .action(async (id: string | undefined, options) => {
      const { actionsCommand } = await import('../commands/remediate/actions.ts');
      await actionsCommand(id, options);
    });
}

function addRollback(remediate: Command, runtime: Runtime): void {
  const rollback = remediate
    .command('rollback')
    .argument('<run>', 'the id of a run, or the beginning of one')
    .description('take back what a run did: only fields that still hold what it wrote')
    .option('--step <number>', 'only this step')
    .addOption(drifted())
    .option('--to-baseline', 'and the runs before it on the same object, back to before the first one')
    .addOption(output());
  addClusterOptions(rollback);
  addDisplayOptions(rollback);
  rollback.action(async (id: string, options) => {
    const { rollbackCommand } = await import('../commands/remediate/rollback.ts');
    runtime.setExitCode(await rollbackCommand(id, options, runtime));
  });
  remediate
    .command('cancel')
    .argument('<plan>', 'a plan that was not applied')
    .description('take a plan out of the way')
    .action(async (id: string) => {
      const { cancelCommand } = await import('../commands/remediate/cancel.ts');
      await cancelCommand(id);
    });
}

function addDecisions(remediate: Command, runtime: Runtime): void {
  for (const decision of ['approve', 'reject'] as const) {
    const command = remediate
      .command(decision)
      .argument('<plan>', 'the id of a plan, or the beginning of one')
      .description(`${decision} a plan, as the user that the API server knows`);
    addClusterOptions(command);
    addDisplayOptions(command);
    command.action(async (id: string, options) => {
      const { decideCommand } = await import('../commands/remediate/approvals.ts');
      await decideCommand(id, decision, options, runtime);
    });
  }
}

function addRecover(program: Command, runtime: Runtime): void {
  const recover = program
    .command('recover')
    .description('End runs that were interrupted, by the journal and the live objects; nothing new is begun.')
    .addOption(output());
  recover.option(
    '--reconcile',
    'take note of runs that this state folder does not know, after it came from an old copy',
  );
  addClusterOptions(recover);
  addDisplayOptions(recover);
  recover.action(async (options) => {
    const { recoverCommand } = await import('../commands/remediate/recover.ts');
    runtime.setExitCode(await recoverCommand(options, runtime));
  });
}
