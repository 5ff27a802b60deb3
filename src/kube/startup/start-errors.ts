import { type ContainerView, containersOf } from '../containers.ts';
import type { Pod } from '../object.ts';
import { kubeletText, shortened } from './kubelet-text.ts';
import { shellExitOf } from './shell-exits.ts';
import { hasStumbled } from './waiting.ts';

/** A container that its runtime cannot create or start. */
export interface StartError {
  readonly container: string;
  /** The reason, as the kubelet calls it: `StartError`, `CreateContainerError`. */
  readonly reason: string;
  /** What the container runtime says; empty where it says nothing. */
  readonly text: string;
  /** The exit code of a container that was started all the same, by a shell. */
  readonly exitCode: number | null;
  /** What is wrong with the command; null where something else is. */
  readonly command: CommandProblem | null;
  readonly seen: readonly { readonly path: string; readonly value: string | number }[];
}

/** What can be wrong with a command. `shell`: a shell, which did start, says so by its exit code. */
export const COMMAND_PROBLEMS = [
  'not-found',
  'not-executable',
  'wrong-format',
  'no-command',
  'no-directory',
  'shell',
  'unclear',
] as const;

/** `program` is null where the text names none. */
export interface CommandProblem {
  readonly problem: (typeof COMMAND_PROBLEMS)[number];
  readonly program: string | null;
}

/** @see https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/kubelet/kuberuntime/kuberuntime_container.go#L66 */
const WAITING = new Set(['CreateContainerError', 'PreCreateHookError', 'PreStartHookError', 'RunContainerError']);
const TERMINATED = new Set(['ContainerCannotRun', 'StartError']);
const EXEC_FORMAT = /^(?:standard_init_linux\.go:\d+: )?exec\b.*exec format error\s*$/m;

/** The containers of a pod that cannot be created or started now, and why. */
export function startErrorsOf(pod: Pod, ageOf: (timestamp: string) => number): readonly StartError[] {
  if (!hasStumbled(pod)) return [];
  return containersOf(pod).flatMap((container) => startErrorOf(container) ?? shellErrorOf(container, ageOf) ?? []);
}

function startErrorOf({ name, status, statusPath }: ContainerView): StartError | undefined {
  const { waiting, terminated = undefined, running } = status?.state ?? {};
  if (status === undefined || running !== undefined) return undefined;
  const ended = terminated ?? status.lastState?.terminated;
  const endedPath = `${statusPath}.${terminated === undefined ? 'lastState' : 'state'}.terminated`;
  // Some runtimes start it all the same: then the text is what it printed, where the container asks to keep that.
  const endedSo = TERMINATED.has(ended?.reason ?? '') || EXEC_FORMAT.test(ended?.message ?? '');
  const waitsSo = WAITING.has(waiting?.reason ?? '');
  // After a start that failed, the container waits in CrashLoopBackOff: what it ended with tells.
  if (!waitsSo && !endedSo) return undefined;
  const reason = (waitsSo ? waiting?.reason : ended?.reason) ?? '';
  const fromWaiting = waitsSo && waiting?.message !== undefined;
  const message = (fromWaiting ? waiting.message : endedSo ? ended?.message : undefined) ?? '';
  const text = runtimeErrorText(message);
  const seen = [
    fromWaiting
      ? { path: `${statusPath}.state.waiting.message`, value: message }
      : { path: `${endedPath}.message`, value: message },
    ...(endedSo && ended?.exitCode !== undefined ? [{ path: `${endedPath}.exitCode`, value: ended.exitCode }] : []),
  ];
  return { container: name, reason, text, exitCode: null, command: commandProblem(text, reason), seen };
}

function shellErrorOf(container: ContainerView, ageOf: (timestamp: string) => number): StartError | undefined {
  const exit = shellExitOf(container, ageOf);
  if (exit === undefined) return undefined;
  const command = { problem: 'shell', program: null } as const;
  return { container: container.name, reason: 'Error', text: '', exitCode: exit.exitCode, command, seen: [exit.seen] };
}

/** The last, telling part of an error of the container runtime: `exec: "/app": stat /app: no such file or directory`. */
export function runtimeErrorText(message: string): string {
  const text = kubeletText(message)
    .replace(/^.*unable to start container process: /, '')
    .replace(/^.*starting container process caused:? "?/, '')
    .replace(/^error during container init: /, '')
    .replace(
      /^(?:failed to create (?:containerd|shim) task: |failed to create containerd container: |OCI runtime create failed: |container create failed: |Error response from daemon: |Error: )+/,
      '',
    )
    .replace(/(?:: unknown)?"?$/, '');
  return shortened(text);
}

/**
 * Reads what the runtimes say of a command that cannot be run; null for any other trouble (a mount, a device, a limit).
 * @see https://github.com/opencontainers/runc/blob/main/libcontainer/standard_init_linux.go
 */
function commandProblem(text: string, reason: string): CommandProblem | null {
  if (text === '') return reason === 'CreateContainerError' ? null : { problem: 'unclear', program: null };
  if (/no command specified/i.test(text)) return { problem: 'no-command', program: null };
  const directory = /chdir to cwd \("([^"]*)"\)/.exec(text);
  if (directory !== null) return { problem: 'no-directory', program: directory[1] ?? null };
  // runc: exec: "/app": …; crun: executable file `/app` not found in $PATH; open executable: Permission denied
  const program = /exec:? "([^"]+)"|executable file [`"']([^`"']+)[`"']|exec:? (\/\S+):/.exec(text);
  if (program === null && !/exec format error|executable/.test(text)) return null;
  const name = program?.[1] ?? program?.[2] ?? program?.[3] ?? null;
  if (/exec format error/i.test(text)) return { problem: 'wrong-format', program: name };
  if (/permission denied/i.test(text)) return { problem: 'not-executable', program: name };
  if (/no such file|not found/i.test(text)) return { problem: 'not-found', program: name };
  return { problem: 'unclear', program: name };
}
