import { spawn } from 'node:child_process';
import { MekhanikubeError } from '../../base/errors.ts';
import type { ExecEntry } from '../kubeconfig/schema.ts';
import type { Target } from '../kubeconfig/target.ts';

/** How long a plugin may take that cannot ask anybody. One that can may wait for a login in a browser. */
const SILENT_LIMIT_MS = 60_000;

/** How a plugin ended. */
interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
  readonly failure: NodeJS.ErrnoException | undefined;
}

/**
 * Runs a credential plugin of the kubeconfig and returns what it printed.
 *
 * On a terminal, what it says on standard error is seen at once (a login by browser asks there), and it may read
 * the keyboard; standard output stays ours.
 *
 * @throws MekhanikubeError `cluster-unreadable` where it is not installed, fails or does not end
 */
export async function runPlugin(
  exec: ExecEntry,
  target: Target,
  execInfo: (interactive: boolean) => string,
): Promise<string> {
  const mode = exec.interactiveMode ?? 'IfAvailable';
  const interactive = mode !== 'Never' && process.stdin.isTTY === true;
  if (mode === 'Always' && !interactive) {
    throw pluginError(exec, target, 'wants to ask you something, and there is no terminal to ask on');
  }
  const ended = await run(exec, interactive, execInfo(interactive));
  if (ended.failure?.code === 'ENOENT') {
    throw pluginError(exec, target, 'is not installed', oneLine(exec.installHint ?? '') || undefined);
  }
  if (ended.failure !== undefined) throw pluginError(exec, target, `cannot be run (${ended.failure.code ?? 'error'})`);
  if (ended.code === null) throw pluginError(exec, target, `did not end within ${SILENT_LIMIT_MS / 1000} s`);
  if (ended.code !== 0) {
    const said = withoutSecrets(oneLine(ended.stderr));
    throw pluginError(exec, target, `failed with exit code ${ended.code}${said === '' ? '' : `: ${said}`}`);
  }
  return ended.stdout;
}

function run(exec: ExecEntry, interactive: boolean, execInfo: string): Promise<Ended> {
  const own = Object.fromEntries((exec.env ?? []).map(({ name, value }) => [name, value]));
  return new Promise((resolve) => {
    const child = spawn(exec.command, [...(exec.args ?? [])], {
      env: { ...process.env, ...own, KUBERNETES_EXEC_INFO: execInfo },
      stdio: [interactive ? 'inherit' : 'ignore', 'pipe', process.stderr.isTTY ? 'inherit' : 'pipe'],
      timeout: interactive ? undefined : SILENT_LIMIT_MS,
    });
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', (failure) => resolve({ stdout, stderr, code: null, failure }));
    child.on('close', (code) => resolve({ stdout, stderr, code, failure: undefined }));
  });
}

function pluginError(exec: ExecEntry, { context }: Target, what: string, installHint?: string): MekhanikubeError {
  const hint = installHint ?? `log in again with its tool, then see that this works: kubectl --context ${context} version`;
  return new MekhanikubeError(
    'cluster-unreadable',
    `the credential plugin "${exec.command}" of context "${context}" ${what}`,
    { hint: what === 'is not installed' && installHint === undefined ? 'install it, or add its folder to PATH' : hint },
  );
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 300)}...` : line;
}

/** Tools now and then print the token they were given back. */
function withoutSecrets(text: string): string {
  return text.replace(/\beyJ[\w-]+\.[\w.-]+|[\w+=-]{40,}/g, '(left out)');
}
