import type { LogCause } from './log-cause.ts';

type LogFact = Pick<LogCause, 'pattern' | 'line' | 'service'>;

/** What a log tells, as a fact; null where none was read. */
export function logFact(log: LogCause | undefined): LogFact | null {
  return log === undefined ? null : { pattern: log.pattern, line: log.line, service: log.service };
}

/** Where it stands, for evidence. */
export function logEvidence(
  log: LogCause | undefined,
): readonly { readonly object: LogCause['log']; readonly path: string; readonly value: string }[] {
  return log === undefined ? [] : [{ object: log.log, path: 'lines', value: log.line }];
}

/** Whose trouble the one of a failed Job is, by the log; undefined where that names nobody. */
export function explainersOf(log: LogCause | undefined): LogCause['explainedBy'] | undefined {
  return log === undefined || log.explainedBy.length === 0 ? undefined : log.explainedBy;
}

const LONGEST = 200;

/** `; it last wrote "dial tcp 10.0.0.1:5432: connection refused", and Service shop/db does not exist`. */
export function logText(log: Pick<LogFact, 'line' | 'service'> | null): string {
  if (log === null) return '';
  const line = log.line.length > LONGEST ? `${log.line.slice(0, LONGEST)}...` : log.line;
  const { service } = log;
  const about =
    service === null || service.state === 'up'
      ? ''
      : `, and ${service.name} ${service.state === 'missing' ? 'does not exist' : 'has no ready endpoint'}`;
  return `; it last wrote "${line.trim()}"${about}`;
}
