import { execa, type Options } from 'execa';

/** How a program that was started came to its end. */
export type CommandEnd =
  | { readonly state: 'ended'; readonly exitCode: number; readonly stdout: string; readonly stderr: string }
  /** There is no such program. */
  | { readonly state: 'missing' }
  /** It did not end in its time, and was ended. */
  | { readonly state: 'late' }
  | { readonly state: 'failed'; readonly reason: string };

export interface CommandOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Instead of the environment of this process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** More than any answer that is looked at. */
const LARGEST_OUTPUT = 1_000_000;
const HAS_GROUPS = process.platform !== 'win32';

/**
 * Runs a program to its end, without a shell and without a keyboard, and never longer than it may take.
 *
 * What it started itself ends with it: a program that hangs most often hangs in one of those.
 *
 * @throws the signal's reason where it aborts
 */
export async function runCommand(file: string, args: readonly string[], options: CommandOptions): Promise<CommandEnd> {
  const { timeoutMs, signal, env } = options;
  signal.throwIfAborted();
  const settings = {
    reject: false,
    stdin: 'ignore',
    maxBuffer: LARGEST_OUTPUT,
    // Its own group, so that all of it can be ended.
    detached: HAS_GROUPS,
    ...(env === undefined ? {} : { env, extendEnv: false }),
  } as const satisfies Options;
  const child = execa(file, args, settings);
  const cut = Promise.withResolvers<'late' | 'aborted'>();
  const timer = setTimeout(() => cut.resolve('late'), timeoutMs);
  const onAbort = (): void => cut.resolve('aborted');
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const first = await Promise.race([child, cut.promise]);
    if (typeof first !== 'string') return endOf(first);
    endAll(child.pid);
    signal.throwIfAborted();
    return { state: 'late' };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

interface Result {
  readonly exitCode?: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly code?: string | undefined;
  readonly signal?: string | undefined;
  readonly isMaxBuffer: boolean;
}

function endOf({ exitCode, stdout, stderr, code, signal, isMaxBuffer }: Result): CommandEnd {
  if (isMaxBuffer) return { state: 'failed', reason: 'it printed without an end' };
  if (exitCode !== undefined) return { state: 'ended', exitCode, stdout, stderr };
  if (code === 'ENOENT') return { state: 'missing' };
  if (code === 'EACCES') return { state: 'failed', reason: 'it may not be run' };
  return {
    state: 'failed',
    reason: signal === undefined ? `it could not be run (${code})` : `it was ended by ${signal}`,
  };
}

function endAll(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(HAS_GROUPS ? -pid : pid, 'SIGKILL');
  } catch {
    // It has ended by itself meanwhile.
  }
}
