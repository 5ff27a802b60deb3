import { listText } from '../../base/list-text.ts';
import type { ControlPlane } from '../../kube/object.ts';
import { timeMs } from '../../kube/time.ts';
import { minorOf, type RemovedApi, removedBetween } from '../../kube/versions/removed-apis.ts';
import type { Refusal } from '../api/reply.ts';
import { send } from '../api/send.ts';
import { Unanswered } from '../api/unanswered.ts';
import type { Connection } from '../connect.ts';
import { METADATA_ONLY } from './list-objects.ts';
import { listPages } from './list-pages.ts';
import type { Reading } from './reading.ts';

type Write = NonNullable<ControlPlane['removedWrites']>[number];
type Written = Write['objects'][number];

/** Of one kind; the count is of all. */
const MOST_KEPT = 1_000;
const REFUSED_TOLD = 6;
const METRICS_BYTES = 50_000_000;

/** What was found, and what could not be read. */
export interface RemovedUses {
  readonly uses: Pick<ControlPlane, 'deprecatedCalls' | 'removedWrites' | 'upgradeTo'>;
  /** In a few words each: `may not list flowschemas`. */
  readonly unread: readonly string[];
}

/**
 * What an upgrade takes away from those who use this cluster: objects last written under versions of APIs that are gone
 * then, and the calls of deprecated versions that the server has counted.
 *
 * Only names, writers and times of objects are asked for, of the kinds concerned alone.
 */
export async function readRemovedUses(
  reading: Reading,
  connection: Connection,
  version: string | null,
  upgradeTo: string,
): Promise<RemovedUses> {
  const [from, to] = [minorOf(version), minorOf(upgradeTo)];
  const apis = from === undefined || to === undefined ? [] : removedBetween(from, to);
  const removedWrites: Write[] = [];
  const unread: string[] = [];
  const refused: string[] = [];
  for (const api of apis) {
    const write = await writesUnder(reading, api);
    if ('count' in write) removedWrites.push(write);
    else if (write.state === 'forbidden') refused.push(api.resource);
    else if (write.state !== 'absent') unread.push(`could not list ${api.resource}: ${write.reason}`);
  }
  if (refused.length > 0) unread.unshift(`may not list ${listText([...new Set(refused)], REFUSED_TOLD)}`);
  const deprecatedCalls = await readCalls(connection, reading.signal);
  if (typeof deprecatedCalls === 'string') unread.push(deprecatedCalls);
  return {
    uses: {
      upgradeTo,
      removedWrites: removedWrites.filter(({ count }) => count > 0),
      ...(typeof deprecatedCalls === 'string' ? {} : { deprecatedCalls }),
    },
    unread: [...new Set(unread)],
  };
}

/** `absent` where the server serves neither version. */
async function writesUnder({ api, signal }: Reading, removed: RemovedApi): Promise<Write | Refusal> {
  const found: Written[] = [];
  for (const apiVersion of [removed.replacement, removed.apiVersion]) {
    const path = `/apis/${apiVersion}/${removed.resource}`;
    const refusal = await listPages(api, { path, accept: METADATA_ONLY, managedFields: true }, signal, (items) => {
      for (const item of items) found.push(...writersIn(item, removed.apiVersion));
    });
    if (refusal === null) {
      const { kind } = removed;
      const objects = found.sort(newestFirst).slice(0, MOST_KEPT);
      return { apiVersion: removed.apiVersion, kind, count: found.length, objects };
    }
    if (refusal.state !== 'absent') return refusal;
  }
  return { state: 'absent', reason: 'not served' };
}

function newestFirst(left: Written, right: Written): number {
  return (timeMs(right.time) ?? 0) - (timeMs(left.time) ?? 0);
}

/** The newest writer of an object, where it wrote under that version: an older one has been overtaken. */
function writersIn(item: unknown, apiVersion: string): readonly Written[] {
  const metadata = isRecord(item) && isRecord(item['metadata']) ? item['metadata'] : {};
  const writers = (Array.isArray(metadata['managedFields']) ? metadata['managedFields'] : [])
    .filter(isRecord)
    // The status is written by Kubernetes itself, which is upgraded too.
    .filter((writer) => writer['subresource'] !== 'status');
  const newest = writers.sort(
    (left, right) => (timeMs(text(right['time'])) ?? 0) - (timeMs(text(left['time'])) ?? 0),
  )[0];
  if (newest === undefined || newest['apiVersion'] !== apiVersion) return [];
  const namespace = metadata['namespace'];
  return [
    {
      namespace: typeof namespace === 'string' ? namespace : null,
      name: text(metadata['name']),
      manager: text(newest['manager']),
      time: text(newest['time']),
    },
  ];
}

/** @see https://kubernetes.io/docs/reference/using-api/deprecation-policy/#rest-resources-aka-api-objects */
async function readCalls(
  { endpoint }: Connection,
  signal: AbortSignal,
): Promise<NonNullable<ControlPlane['deprecatedCalls']> | string> {
  try {
    const { status, body } = await send(endpoint, { path: '/metrics', accept: '*/*', maxBytes: METRICS_BYTES }, signal);
    if (status === 200) return callsIn(body.toString('utf8'));
    return status === 403 ? 'may not get /metrics' : `could not get /metrics: answered ${status}`;
  } catch (thrown) {
    if (thrown instanceof Unanswered) return `could not get /metrics: ${thrown.reason}`;
    throw thrown;
  }
}

/** The calls of deprecated versions in the metrics of an API server. */
export function callsIn(metrics: string): NonNullable<ControlPlane['deprecatedCalls']> {
  const lines = metrics.matchAll(/^apiserver_requested_deprecated_apis\{([^}]*)\} 1$/gm);
  return [...lines].map(([, labels = '']) => {
    const label = (name: string): string => new RegExp(`(?:^|,)${name}="([^"]*)"`).exec(labels)?.[1] ?? '';
    const [group, version, resource] = [label('group'), label('version'), label('resource')];
    return { group, version, resource, removedIn: label('removed_release') };
  });
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
