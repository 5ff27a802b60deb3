import type { ContainerView } from '../containers.ts';
import { MINUTE_MS } from '../time.ts';

/** A container that ended this recently and often is still in its loop, though it may run at this very moment. */
const RECENT_MS = 15 * MINUTE_MS;
const OFTEN = 3;

/** Exit codes by which a shell says that it could not run a command: may not execute it, does not find it. */
const SHELL_EXITS = new Set([126, 127]);

/**
 * The shell's exit code with which a container ends now, again and again; undefined for any other.
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_08_02
 */
export function shellExitOf(
  { status, statusPath }: ContainerView,
  ageOf: (timestamp: string) => number,
): { readonly exitCode: number; readonly seen: { readonly path: string; readonly value: number } } | undefined {
  const { state, lastState, restartCount = 0 } = status ?? {};
  const ended = state?.terminated ?? lastState?.terminated;
  if (ended?.exitCode === undefined || ended.reason !== 'Error' || !SHELL_EXITS.has(ended.exitCode)) return undefined;
  if (state?.running !== undefined) {
    const recent = !!ended.finishedAt && ageOf(ended.finishedAt) < RECENT_MS;
    if (restartCount < OFTEN || !recent) return undefined;
  }
  const path = `${statusPath}.${state?.terminated === undefined ? 'lastState' : 'state'}.terminated.exitCode`;
  return { exitCode: ended.exitCode, seen: { path, value: ended.exitCode } };
}
