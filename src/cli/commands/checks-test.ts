import { MekhanikubeError } from '../../base/errors.ts';
import { countText } from '../../base/list-text.ts';
import { runTests } from '../../custom/run-tests.ts';
import { EXIT } from '../exit-codes.ts';
import { type DisplayOptions, terminalOf } from '../ui/terminal.ts';
import { writeStdout } from '../ui/write.ts';
import { readCustomChecks } from './custom-checks.ts';

/** The moment of the tests: they must say the same tomorrow. */
const TAKEN_AT = '2026-01-10T12:00:00Z';

/** Runs the tests of custom checks. Returns the exit code: 1 where one fails. */
export async function testChecks(paths: readonly string[], options: DisplayOptions): Promise<number> {
  const checks = await readCustomChecks(paths);
  const untested = checks.filter(({ tests }) => tests.length === 0);
  const results = checks.flatMap((check) => runTests(check, TAKEN_AT));
  if (results.length === 0) {
    throw new MekhanikubeError('usage', `${paths.join(', ')}: no check has tests`, {
      hint: 'write some below the check: tests: [{name, objects, finds}]',
    });
  }
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: terminalOf(process.stdout, options, process.env).color ? 1 : 0 });
  const lines = results.flatMap(({ check, name, problems }) => [
    `${problems.length === 0 ? chalk.green('ok    ') : chalk.red('FAILED')} ${check}: ${name}`,
    ...problems.map((problem) => `         ${problem}`),
  ]);
  const failed = results.filter(({ problems }) => problems.length > 0).length;
  const notes = untested.map(({ check }) => `note: ${check.id} has no tests`);
  const summary = `${countText(results.length, 'test')}, ${failed} failed`;
  await writeStdout(`${[...lines, ...notes, '', summary].join('\n')}\n`);
  return failed === 0 ? EXIT.ok : EXIT.findings;
}
