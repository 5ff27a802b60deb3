import type { LogCause } from './log-cause.ts';
import type { SpecHint } from './spec-hint.ts';

type LogFact = Pick<LogCause, 'hint' | 'pattern' | 'line' | 'service'>;

/** What a log tells, as a fact; null where none was read. */
export function logFact(log: LogCause | undefined): LogFact | null {
  return log === undefined ? null : { pattern: log.pattern, line: log.line, service: log.service, hint: log.hint };
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
export function logText(log: Pick<LogFact, 'hint' | 'line' | 'service'> | null): string {
  if (log === null) return '';
  const line = log.line.length > LONGEST ? `${log.line.slice(0, LONGEST)}...` : log.line;
  const { service } = log;
  const about =
    service === null || service.state === 'up'
      ? ''
      : `, and ${service.name} ${service.state === 'missing' ? 'does not exist' : 'has no ready endpoint'}`;
  const hint = log.hint === null ? '' : `; ${hintText(log.hint)}`;
  return `; it last wrote "${line.trim()}"${about}${hint}`;
}

function hintText({ kind, name, value }: SpecHint): string {
  switch (kind) {
    case 'host-alias':
      return `hostAliases of the pod give ${name} an address, whatever the DNS says`;
    case 'dns-policy':
      return value === 'ClusterFirst'
        ? 'with hostNetwork the pod asks the DNS of the node, unless its dnsPolicy is ClusterFirstWithHostNet'
        : `with dnsPolicy ${value} the pod does not ask the DNS of the cluster`;
    case 'external-name':
      return `Service ${name} only stands for ${value}`;
    case 'external-name-missing':
      return `Service ${name} only stands for ${value}, and there is no such Service`;
    case 'service-port':
      return `${name} does not have that port: it has ${value}`;
    case 'service-link':
      return `Kubernetes sets ${name} to the address of Service ${value}, unless enableServiceLinks is false`;
    case 'read-only-root':
      return `${name} lies in the container's own file system, which readOnlyRootFilesystem makes read-only`;
    case 'sub-path':
      return `${name} is mounted with subPath ${value}, which is made a folder where the volume has none of that name`;
    case 'interpreter':
      return `${name} is there, by volume ${value}: its first line names an interpreter that the image lacks, or ends in CR LF`;
    case 'no-token':
      return 'the pod has no token: automountServiceAccountToken is false, of the pod or of its ServiceAccount';
  }
}
