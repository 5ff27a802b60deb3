import { type Command, Option } from 'commander';
import type { Runtime } from '../program.ts';

export function addAudit(program: Command, runtime: Runtime): void {
  const audit = program.command('audit').description('The log of what repair was asked for and did.');
  const output = () => new Option('-o, --output <format>', 'text or json').choices(['text', 'json']).default('text');
  audit
    .command('tail')
    .description('print the last events')
    .option('-n, --lines <number>', 'how many', '20')
    .addOption(output())
    .action(async (options) => {
      const { tail } = await import('../commands/audit.ts');
      await tail(options);
    });
  audit
    .command('verify')
    .description('tell whether a record was changed, taken out, moved, put in or cut off since it was written')
    .argument('[file]', 'a log that was exported')
    .addOption(output())
    .action(async (file, options) => {
      const { verify } = await import('../commands/audit.ts');
      await verify(file, options, runtime);
    });
  audit
    .command('export')
    .description('write all of it to a file, which can be verified anywhere')
    .argument('<file>', 'the file to write, one JSON object per line')
    .action(async (file) => {
      const { exportLog } = await import('../commands/audit.ts');
      await exportLog(file);
    });
}
