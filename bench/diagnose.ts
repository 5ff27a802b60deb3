// CPU time of checks and diagnosis alone, over a recording that is already in memory.
import { CHECKS, SCAN_CHECKS } from '../src/checks/index.ts';
import { chooseChecks, STANDARD } from '../src/diagnose/choose-checks.ts';
import { diagnose } from '../src/diagnose/diagnose.ts';
import { openRecording } from '../src/snapshot/recording/open.ts';

const snapshot = await openRecording(process.argv[2] ?? '');
const before = process.cpuUsage();
const start = performance.now();
const { findings } = diagnose(snapshot, chooseChecks(CHECKS, STANDARD), SCAN_CHECKS);
const { user, system } = process.cpuUsage(before);
process.stdout.write(
  JSON.stringify({ cpuMs: (user + system) / 1000, wallMs: performance.now() - start, findings: findings.length }),
);
