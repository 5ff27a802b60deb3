import type { ErrorCode } from '../base/errors.ts';

/** The exit codes of every command. */
export const EXIT = {
  ok: 0,
  /** Findings at or above `--fail-on`. */
  findings: 1,
  usage: 2,
  /** The cluster, or the recording, could not be read. */
  unreadable: 3,
  internal: 4,
  interrupted: 130,
} as const;

/** The exit code for an error. */
export function exitCodeFor(code: ErrorCode): number {
  switch (code) {
    case 'usage':
      return EXIT.usage;
    case 'cluster-unreadable':
    case 'input-unreadable':
      return EXIT.unreadable;
    case 'output-failed':
    case 'model-unavailable':
    case 'internal':
      return EXIT.internal;
    case 'interrupted':
      return EXIT.interrupted;
  }
}
