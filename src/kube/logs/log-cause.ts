import type { ContainerView } from '../containers.ts';
import { OUTAGE_KINDS, outageCauses, outageOf, type ServiceSurroundings } from '../network/service-outage.ts';
import type { ObjectOf, Pod } from '../object.ts';
import { type ObjectRef, refOf, refText } from '../object-ref.ts';
import { controllerOf } from '../owners.ts';
import { type RefusalView, refusedAccountsIn } from '../rbac/logged-refusals.ts';
import { RIGHT_KINDS } from '../rbac/rights.ts';
import type { Failure } from '../runtime/failed-pods.ts';
import { fullClaimsOf } from '../storage/full-claims.ts';
import { logName } from './log-looks.ts';
import { type LogPattern, tellingLine } from './log-patterns.ts';
import { type NamedService, type ServiceLookup, serviceOfHost } from './service-of-host.ts';
import { type SpecHint, specHintOf } from './spec-hint.ts';

/** The kinds that a look into a log needs, besides the pod's own. */
export const LOG_KINDS = ['ContainerLog', 'Node', ...OUTAGE_KINDS, ...RIGHT_KINDS, 'Service', 'VolumeUsage'] as const;

type ContainerLog = ObjectOf<'ContainerLog'>;

/** The part of a view that is needed here. */
export type LogView = ServiceSurroundings &
  ServiceLookup &
  RefusalView & {
    shared<T>(derive: (view: LogView) => T): T;
  };

/** What the log of a failing container tells. */
export interface LogCause {
  /** Null where no line says why: then `line` is the last one. */
  readonly pattern: LogPattern | null;
  readonly line: string;
  /** The Service that it could not reach, and how that stands; null where the line names none. */
  readonly service: { readonly name: string; readonly state: 'missing' | 'down' | 'up' } | null;
  /** What in the spec it points to. */
  readonly hint: SpecHint | null;
  /** What that Service, the account or the volume suffers from: where all of it has findings, so does this container. */
  readonly explainedBy: readonly ObjectRef[];
  readonly log: ContainerLog;
}

const UNREACHED: ReadonlySet<LogPattern | null> = new Set(['log-conn-refused', 'log-dns', 'log-timeout']);

/** A container that runs on may have got over what it wrote further up. */
const NEWEST_LINES = 30;

/** What the log of the container that made a pod fail tells. */
export function logOfFailure(failure: Failure | undefined, view: LogView): LogCause | undefined {
  if (failure === undefined) return undefined;
  const told = logCauseOf(failure.pod, { name: failure.container, status: undefined }, view);
  // What was killed did not give up over what it wrote.
  return told !== undefined && failure.end.reason !== 'Error' ? { ...told, explainedBy: [] } : told;
}

/** What the log of a container tells about its trouble; undefined where none was read, or it is empty. */
export function logCauseOf(
  pod: Pod,
  { name, status }: Pick<ContainerView, 'name' | 'status'>,
  view: LogView,
): LogCause | undefined {
  const { namespace = '' } = pod.metadata;
  const isRunning = Boolean(status?.state?.running);
  const log = logOf(pod, name, isRunning && !status?.lastState?.terminated ? [false] : [true, false], view);
  const lines = log?.lines?.slice(isRunning && log.previous === false ? -NEWEST_LINES : 0);
  const last = lines?.at(-1);
  if (log === undefined || lines === undefined || last === undefined) return undefined;
  const telling = tellingLine(lines);
  const pattern = telling?.pattern ?? null;
  const line = telling?.line ?? last;
  const host = telling !== undefined && UNREACHED.has(telling.pattern) ? telling.host : null;
  const named = host === null ? undefined : serviceOfHost(host, namespace, view);
  const service = named?.state === 'found' ? named.service : undefined;
  const port = telling?.port ?? null;
  const hint = specHintOf(pod, name, { pattern, line, host, port, service }, view);
  const base = { pattern, line, log, hint };
  if (pattern === 'log-forbidden') return { ...base, service: null, explainedBy: refusedAccountsIn(line, view) };
  if (pattern === 'log-disk') return { ...base, service: null, explainedBy: fullClaimsOf(pod, name, line, view) };
  return { ...base, ...(hint?.kind === 'host-alias' ? NO_SERVICE : unreached(named, view)) };
}

const NO_SERVICE = { service: null, explainedBy: [] } as const;

/** The Service that was not reached, and whose trouble that is. */
function unreached(named: NamedService | undefined, view: LogView): Pick<LogCause, 'explainedBy' | 'service'> {
  if (named === undefined) return NO_SERVICE;
  const name = refText(named.ref);
  if (named.state === 'missing') return { service: { name, state: 'missing' }, explainedBy: [] };
  const outage = outageOf(named.service, view);
  if (outage === undefined) return { service: { name, state: 'up' }, explainedBy: [] };
  const explainedBy = outage.state === 'zero' ? outage.workloads.map(refOf) : outageCauses(named.service, outage, view);
  return { service: { name, state: 'down' }, explainedBy };
}

/** The log of one of these instances of a container; where none was read, that of another pod that fails alike. */
function logOf(pod: Pod, container: string, instances: readonly boolean[], view: LogView): ContainerLog | undefined {
  const { namespace = '', name } = pod.metadata;
  const own = instances.map(
    (previous) => view.get('ContainerLog', namespace, logName({ pod: name, container, previous })).object,
  );
  const byOwner = view.shared(logsByOwner);
  const others = instances.map((previous) => byOwner.get(`${controllerOf(pod)?.uid}/${container}/${previous}`));
  return [...own, ...others].find((log) => log !== undefined);
}

function logsByOwner(view: LogView): ReadonlyMap<string, ContainerLog> {
  const logs = new Map<string, ContainerLog>();
  for (const log of view.all('ContainerLog')) {
    const pod = view.get('Pod', log.metadata.namespace ?? '', log.pod ?? '').object;
    const owner = pod === undefined ? undefined : controllerOf(pod)?.uid;
    if (owner !== undefined) logs.set(`${owner}/${log.container}/${log.previous === true}`, log);
  }
  return logs;
}
