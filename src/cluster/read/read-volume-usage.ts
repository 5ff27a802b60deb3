import { listText } from '../../base/list-text.ts';
import { mapBounded } from '../../base/map-bounded.ts';
import type { ObjectOf, Pod } from '../../kube/object.ts';
import { claimKey } from '../../kube/storage/claims.ts';
import { fillOf } from '../../kube/storage/fill.ts';
import { mountedClaims } from '../../kube/storage/mounted-claims.ts';
import { listed, unread } from '../../snapshot/coverage.ts';
import type { Endpoint } from '../api/endpoint.ts';
import { send } from '../api/send.ts';
import { Unanswered } from '../api/unanswered.ts';
import type { KindRead } from './join-namespaces.ts';
import { volumesIn } from './stats-summary.ts';

type Usage = ObjectOf<'VolumeUsage'>;

const AT_A_TIME = 8;
/** A node of 500 pods says about 5 MB. */
const MOST_BYTES = 32 * 1024 * 1024;
const NODES_NAMED = 3;

type NodeRead =
  | { readonly state: 'ok'; readonly usages: readonly Usage[] }
  | { readonly state: 'forbidden' }
  | { readonly state: 'failed'; readonly reason: string };

/**
 * Asks the nodes of running pods, one request each, how full the claims are that these mount, and drops the rest of the
 * answer.
 *
 * Of a claim that several nodes mount, the fullest is kept. A node that does not answer is named, and the others are
 * read all the same; a missing right is told, and nothing further is asked.
 */
export async function readVolumeUsage(
  endpoint: Endpoint,
  pods: KindRead | undefined,
  signal: AbortSignal,
): Promise<KindRead> {
  if (pods?.coverage.state !== 'listed') {
    return {
      coverage: unread('VolumeUsage', 'failed', 'without the pods, nobody knows which nodes to ask'),
      objects: [],
    };
  }
  const claimsByNode = mountedClaims(pods.objects as readonly Pod[]);
  const usages = new Map<string, Usage>();
  const failures: string[] = [];
  let refused = false;
  await mapBounded([...claimsByNode], AT_A_TIME, async ([node, claims]) => {
    if (refused) return;
    const read = await askNode(endpoint, node, claims, signal);
    if (read.state === 'forbidden') refused = true;
    else if (read.state === 'failed') failures.push(`node ${node}: ${read.reason}`);
    else for (const usage of read.usages) keepFuller(usages, usage);
  });
  const objects = [...usages.values()];
  const reason = refused ? 'may not get nodes/proxy' : listText(failures.sort(), NODES_NAMED);
  const isNothing = objects.length === 0 && (refused || failures.length === claimsByNode.size);
  if (reason === '') return { coverage: listed('VolumeUsage'), objects };
  if (!isNothing) return { coverage: { ...listed('VolumeUsage'), reason }, objects };
  return { coverage: unread('VolumeUsage', refused ? 'forbidden' : 'failed', reason), objects };
}

async function askNode(
  endpoint: Endpoint,
  node: string,
  claims: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<NodeRead> {
  const path = `/api/v1/nodes/${encodeURIComponent(node)}/proxy/stats/summary`;
  try {
    const { status, body } = await send(endpoint, { path, maxBytes: MOST_BYTES }, signal);
    if (status === 403) return { state: 'forbidden' };
    if (status !== 200) return { state: 'failed', reason: `answered ${status}` };
    const usages = volumesIn(body, node);
    if (usages === null) return { state: 'failed', reason: 'answered something else than a summary' };
    const isWanted = ({ metadata }: Usage): boolean => claims.has(claimKey(metadata.namespace, metadata.name));
    return { state: 'ok', usages: usages.filter(isWanted) };
  } catch (thrown) {
    if (thrown instanceof Unanswered) return { state: 'failed', reason: thrown.reason };
    throw thrown;
  }
}

/** By the share that is used, then by name: the answers come in any order. */
function keepFuller(usages: Map<string, Usage>, usage: Usage): void {
  const key = claimKey(usage.metadata.namespace, usage.metadata.name);
  const known = usages.get(key);
  if (known === undefined || rankOf(usage) > rankOf(known)) usages.set(key, usage);
}

function rankOf(usage: Usage): string {
  return `${String(fillOf(usage)?.percent ?? 0).padStart(3, '0')} ${usage.node} ${usage.pod}`;
}
