// Prints what the test runner counted, from its own JSON report.
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const Report = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  success: z.boolean(),
});

const report = Report.parse(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')));
const skipped = report.numPendingTests > 0 ? `, ${report.numPendingTests} skipped` : '';
process.stdout.write(`${report.numPassedTests} passed, ${report.numFailedTests} failed${skipped}\n`);
if (!report.success) process.exitCode = 1;
