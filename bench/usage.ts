// Loaded into a measured process: writes its peak memory and CPU time when it ends.
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const file = process.env['BENCH_USAGE'];
  if (file !== undefined)
    writeFileSync(file, JSON.stringify({ maxRssBytes: maxRSS * 1024, cpuMs: (userCPUTime + systemCPUTime) / 1000 }));
});
