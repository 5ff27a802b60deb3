/** What failed, as a closed list: the command line maps each to its exit code. */
export type ErrorCode =
  | 'usage'
  | 'cluster-unreadable'
  | 'input-unreadable'
  | 'output-failed'
  | 'model-unavailable'
  | 'denied'
  | 'waiting'
  | 'rolled-back'
  | 'needs-human'
  | 'state-integrity'
  | 'internal'
  | 'interrupted';

/**
 * The one error class of the tool.
 *
 * `message` says what failed on which object, `hint` says what to do, `cause` keeps the original error
 * for `--debug`. Only `cli/` turns it into text.
 */
export class MekhanikubeError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'MekhanikubeError';
    this.code = code;
    this.hint = options.hint;
  }
}

/** The message of anything that was thrown, on one line. */
export function messageOf(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return text.replace(/\s+/g, ' ').trim();
}
