// Prints which tests failed, and what the test runner counted, from its own JSON report.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';

const Report = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  success: z.boolean(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(''),
      assertionResults: z.array(
        z.object({ status: z.string(), fullName: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
});

/** Beyond these it is something that they share. */
const MOST_NAMED = 30;
const LINES = 12;
const WIDTH = 400;

const report = Report.parse(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')));
const failures = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
  const file = relative(process.cwd(), name);
  const failed = assertionResults.filter((one) => one.status === 'failed');
  // A file that could not be read, or whose preparation failed, has no test to blame.
  if (failed.length === 0) return status === 'failed' ? [`${file}\n${brief(message)}`] : [];
  return failed.map(({ fullName, failureMessages }) => `${file}: ${fullName}\n${brief(failureMessages?.join('\n'))}`);
});
for (const failure of failures.slice(0, MOST_NAMED)) process.stdout.write(`FAILED ${failure}\n`);
if (failures.length > MOST_NAMED) process.stdout.write(`and ${failures.length - MOST_NAMED} more\n`);
const skipped = report.numPendingTests > 0 ? `, ${report.numPendingTests} skipped` : '';
process.stdout.write(`${report.numPassedTests} passed, ${report.numFailedTests} failed${skipped}\n`);
if (!report.success) process.exitCode = 1;

function brief(message = ''): string {
  const lines = stripVTControlCharacters(message).split('\n').slice(0, LINES);
  return lines.map((line) => `  ${line.slice(0, WIDTH)}`).join('\n');
}
