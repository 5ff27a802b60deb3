import type { ContainerView } from '../containers.ts';
import { OUTAGE_KINDS, outageCauses, outageOf, type ServiceSurroundings } from '../network/service-outage.ts';
import type { ObjectOf, Pod } from '../object.ts';
import { type ObjectRef, refOf, refText } from '../object-ref.ts';
import { controllerOf } from '../owners.ts';
import { logName } from './log-looks.ts';
import { type LogPattern, tellingLine } from './log-patterns.ts';
import { type ServiceLookup, serviceOfHost } from './service-of-host.ts';

/** The kinds that a look into a log needs, besides the pod's own. */
export const LOG_KINDS = ['ContainerLog', 'Node', ...OUTAGE_KINDS, 'Service'] as const;

type ContainerLog = ObjectOf<'ContainerLog'>;

/** The part of a view that is needed here. */
export type LogView = ServiceSurroundings &
  ServiceLookup & {
    all(kind: 'ContainerLog'): readonly ContainerLog[];
    get<T extends 'ContainerLog' | 'Pod'>(
      kind: T,
      namespace: string,
      name: string,
    ): { readonly state: string; readonly object?: ObjectOf<T> };
    shared<T>(derive: (view: LogView) => T): T;
  };

/** What the log of a failing container tells. */
export interface LogCause {
  /** Null where no line says why: then `line` is the last one. */
  readonly pattern: LogPattern | null;
  readonly line: string;
  /** The Service that it could not reach, and how that stands; null where the line names none. */
  readonly service: { readonly name: string; readonly state: 'missing' | 'down' | 'up' } | null;
  /** Whose trouble that Service's is: where all of it has findings, this container only suffers from it. */
  readonly explainedBy: readonly ObjectRef[];
  readonly log: ContainerLog;
}

const UNREACHED: ReadonlySet<LogPattern | null> = new Set(['log-conn-refused', 'log-dns', 'log-timeout']);

/** What the log of a container tells about its end; undefined where none was read, or it is empty. */
export function logCauseOf(pod: Pod, { name: container }: ContainerView, view: LogView): LogCause | undefined {
  const { namespace = '', name } = pod.metadata;
  const own = [true, false]
    .map((previous) => view.get('ContainerLog', namespace, logName({ pod: name, container, previous })))
    .find(({ state }) => state === 'found')?.object;
  // Of many pods that fail alike only some are read.
  const log = own ?? view.shared(logsByOwner).get(`${controllerOf(pod)?.uid}/${container}`);
  const last = log?.lines?.at(-1);
  if (log === undefined || last === undefined) return undefined;
  const telling = tellingLine(log.lines ?? []);
  const base = { pattern: telling?.pattern ?? null, line: telling?.line ?? last, log };
  const host = telling !== undefined && UNREACHED.has(telling.pattern) ? telling.host : null;
  const named = host === null ? undefined : serviceOfHost(host, namespace, view);
  if (named === undefined) return { ...base, service: null, explainedBy: [] };
  const service = refText(named.ref);
  if (named.state === 'missing') return { ...base, service: { name: service, state: 'missing' }, explainedBy: [] };
  const outage = outageOf(named.service, view);
  if (outage === undefined) return { ...base, service: { name: service, state: 'up' }, explainedBy: [] };
  const explainedBy = outage.state === 'zero' ? outage.workloads.map(refOf) : outageCauses(named.service, outage, view);
  return { ...base, service: { name: service, state: 'down' }, explainedBy };
}

function logsByOwner(view: LogView): ReadonlyMap<string, ContainerLog> {
  const logs = new Map<string, ContainerLog>();
  for (const log of view.all('ContainerLog')) {
    const pod = view.get('Pod', log.metadata.namespace ?? '', log.pod ?? '').object;
    const owner = pod === undefined ? undefined : controllerOf(pod)?.uid;
    if (owner !== undefined) logs.set(`${owner}/${log.container}`, log);
  }
  return logs;
}

const LONGEST = 200;

/** `; it last wrote "dial tcp 10.0.0.1:5432: connection refused", and Service shop/db does not exist`. */
export function logText(log: Pick<LogCause, 'line' | 'service'> | null): string {
  if (log === null) return '';
  const line = log.line.length > LONGEST ? `${log.line.slice(0, LONGEST)}...` : log.line;
  const { service } = log;
  const about =
    service === null || service.state === 'up'
      ? ''
      : `, and ${service.name} ${service.state === 'missing' ? 'does not exist' : 'has no ready endpoint'}`;
  return `; it last wrote "${line.trim()}"${about}`;
}
