import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Compiles once before all tests: those of the command line run the real program. */
export function setup(): void {
  execFileSync(process.execPath, [join(import.meta.dirname, '../../scripts/build.ts')], { stdio: 'inherit' });
}
