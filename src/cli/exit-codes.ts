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
  /** A policy or a guard says no. */
  denied: 10,
  /** For an approval. */
  waiting: 11,
  /** An action failed and was rolled back. */
  rolledBack: 12,
  /** The rollback is not whole. */
  needsHuman: 13,
  /** The state folder, a backup or the audit log is not what it should be. */
  integrity: 14,
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
    case 'denied':
      return EXIT.denied;
    case 'waiting':
      return EXIT.waiting;
    case 'rolled-back':
      return EXIT.rolledBack;
    case 'needs-human':
      return EXIT.needsHuman;
    case 'state-integrity':
      return EXIT.integrity;
    case 'interrupted':
      return EXIT.interrupted;
  }
}
