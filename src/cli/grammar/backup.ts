import { type Command, Option } from 'commander';
import type { Runtime } from '../program.ts';
import { addClusterOptions, addDisplayOptions } from './options.ts';
import { drifted } from './remediate.ts';

const RUN = 'the id of a run, or how it begins';

export function addBackup(program: Command, runtime: Runtime): Command {
  const backup = program.command('backup').description('The backups that repair makes before it changes anything.');
  addLooking(backup, runtime);
  addLive(backup, runtime);
  addKeeping(backup);
  addCarrying(backup);
  return backup;
}

function output(): Option {
  return new Option('-o, --output <format>', 'text or json').choices(['text', 'json']).default('text');
}

function addLooking(backup: Command, runtime: Runtime): void {
  backup
    .command('list')
    .alias('ls')
    .description('list them, oldest first')
    .addOption(output())
    .action(async (options) => {
      const { list } = await import('../commands/backup.ts');
      await list(options);
    });
  backup
    .command('show')
    .description('what one of them holds')
    .argument('<run>', RUN)
    .addOption(output())
    .action(async (run, options) => {
      const { show } = await import('../commands/backup.ts');
      await show(run, options);
    });
  backup
    .command('verify')
    .description('compare the files of one, or of all, with their checksums')
    .argument('[run]', RUN)
    .addOption(output())
    .action(async (run, options) => {
      const { verify } = await import('../commands/backup.ts');
      await verify(run, options, runtime);
    });
}

/** What needs the cluster. */
function addLive(backup: Command, runtime: Runtime): void {
  const diff = backup
    .command('diff')
    .description('where the live objects differ from what one of them holds; exit code 1 where they do')
    .argument('<run>', RUN)
    .addOption(output());
  addClusterOptions(diff);
  addDisplayOptions(diff);
  diff.action(async (run, options) => {
    const { backupDiff } = await import('../commands/backup-diff.ts');
    runtime.setExitCode(await backupDiff(run, options, runtime));
  });
  const restore = backup
    .command('restore')
    .description('bring back what one of them holds: only fields that still hold what the run wrote')
    .argument('<run>', RUN)
    .option('--step <number>', 'only this step')
    .option('--recreate', 'plan to make objects again that are gone')
    .addOption(drifted())
    .addOption(output());
  addClusterOptions(restore);
  addDisplayOptions(restore);
  restore.action(async (run, options) => {
    const { backupRestore } = await import('../commands/backup-restore.ts');
    runtime.setExitCode(await backupRestore(run, options, runtime));
  });
}

function addKeeping(backup: Command): void {
  for (const keep of [true, false])
    backup
      .command(keep ? 'pin' : 'unpin')
      .description(keep ? 'keep one, however old it gets' : 'let one be pruned again')
      .argument('<run>', RUN)
      .addOption(output())
      .action(async (run, options) => {
        const { pin } = await import('../commands/backup.ts');
        await pin(run, { ...options, keep });
      });
  backup
    .command('prune')
    .description('remove those whose time is over; the last 5 of each object stay')
    .option('--dry-run', 'only list them')
    .addOption(output())
    .action(async (options) => {
      const { pruneBackups } = await import('../commands/backup.ts');
      await pruneBackups(options);
    });
}

function addCarrying(backup: Command): void {
  backup
    .command('export')
    .description('pack one into a .tar.gz with checksums')
    .argument('<run>', RUN)
    .argument('<file>', 'the file to write')
    .action(async (run, file) => {
      const { exportBackup } = await import('../commands/backup.ts');
      await exportBackup(run, file);
    });
  backup
    .command('import')
    .description('take one out of a .tar.gz')
    .argument('<file>', 'a file that export has written')
    .option('--any-cluster', 'also one of a cluster that was never repaired from here')
    .action(async (file, options) => {
      const { importBackup } = await import('../commands/backup.ts');
      await importBackup(file, options);
    });
}
