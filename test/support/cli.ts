import { spawn } from 'node:child_process';
import { join } from 'node:path';

const BIN = join(import.meta.dirname, '../../bin/mekhanikube.js');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
  /** Closes our end of its standard output, as `| head` does. */
  closeStdout(): void;
}

/** Nothing of the machine's own configuration reaches the program under test. */
const CLEAN = { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', TERM: 'xterm-256color' };

/** Starts the real program, without a terminal. */
export function start(
  args: readonly string[],
  options: { env?: Record<string, string>; stdin?: string; bin?: string; cwd?: string } = {},
): Running {
  const child = spawn(process.execPath, [options.bin ?? BIN, ...args], {
    env: { ...CLEAN, ...options.env },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data) => {
    stdout += data;
  });
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  child.stdin.on('error', () => {});
  child.stdin.end(options.stdin ?? '');
  return {
    ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr }))),
    kill: (signal) => child.kill(signal),
    closeStdout: () => child.stdout.destroy(),
  };
}

/** Runs the real program to its end. */
export function run(args: readonly string[], options: Parameters<typeof start>[1] = {}): Promise<Ended> {
  return start(args, options).ended;
}
