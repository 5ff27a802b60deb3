import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Ended } from './cli.ts';

const ROOT = join(import.meta.dirname, '../..');

/** A stack beside the user's own: other containers, images and volumes, another port. */
export interface TestStack {
  readonly env: Readonly<Record<string, string>>;
  make(target: string, more?: Record<string, string>): Promise<Ended>;
  /** As a user may call it to get the exit code, which make does not pass on. */
  script(args: readonly string[], more?: Record<string, string>): Promise<Ended>;
  docker(...args: readonly string[]): Promise<Ended>;
}

export async function testStack(
  name: string,
  kubeconfig: string,
  more: Record<string, string> = {},
): Promise<TestStack> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? '',
    STACK: name,
    KUBECONFIG: kubeconfig,
    OLLAMA_PORT: String(await freePort()),
    BUILDKIT_PROGRESS: 'plain',
    ...more,
  };
  return {
    env,
    make: (target, extra = {}) => run('make', ['--no-print-directory', target], { ...env, ...extra }),
    script: (args, extra = {}) => run(join(ROOT, 'scripts/stack'), args, { ...env, ...extra }),
    docker: (...args) => run('docker', args, env),
  };
}

function run(program: string, args: readonly string[], env: Record<string, string>): Promise<Ended> {
  const child = spawn(program, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data) => {
    stdout += data;
  });
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** The SHA-256 of a file. */
export function hashOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
