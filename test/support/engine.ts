import { spawnSync } from 'node:child_process';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';

/** A container engine with Compose, or why there is none. */
export type TestEngine = { readonly usable: true } | { readonly usable: false; readonly reason: string };

declare module 'vitest' {
  interface ProvidedContext {
    engine: TestEngine;
  }
}

/** Looks for an engine before the tests that build and run containers. */
export function setup({ provide }: TestProject): void {
  const reason = missing();
  if (reason !== null && process.env['CI']) throw new Error(`the container tests must run in CI, but ${reason}`);
  if (reason !== null) process.stderr.write(`container tests skipped: ${reason}\n`);
  provide('engine', reason === null ? { usable: true } : { usable: false, reason });
}

function missing(): string | null {
  for (const args of [['version'], ['compose', 'version']]) {
    const { status, error, stderr } = spawnSync('docker', args, { encoding: 'utf8', timeout: 20_000 });
    if (status !== 0) return `docker ${args.join(' ')} fails (${(error?.message ?? stderr).trim().split('\n')[0]})`;
  }
  return null;
}

/** True where containers can be run; the reason was said already where not. */
export function hasEngine(): boolean {
  return inject('engine').usable;
}
