import { compareText } from '../../base/collate.ts';
import { amountOf, amountText } from '../amounts.ts';
import { conditionOf } from '../conditions.ts';
import type { KubeEvent, KubeObject, ObjectOf, Pod } from '../object.ts';
import { MINUTE_MS } from '../time.ts';

type NodePool = ObjectOf<'NodePool'>;
type NodeClaim = ObjectOf<'NodeClaim'>;

/** A limit of a node pool that leaves no room for another node. */
interface ReachedLimit {
  readonly resource: string;
  readonly used: string;
  readonly limit: string;
}

/** Below the limit by less than this share no machine is small enough any more. */
const FULL = 0.95;

/** The limits of a pool that are used up, as Karpenter counts them. */
function reachedLimits({ spec, status }: NodePool): readonly ReachedLimit[] {
  const used = quantities(status?.['resources']);
  return Object.entries(quantities(spec?.['limits'])).flatMap(([resource, text]) => {
    const [has, limit] = [amountOf(resource, used[resource]), amountOf(resource, text)];
    return has < FULL * limit
      ? []
      : [{ resource, used: amountText(resource, has), limit: amountText(resource, limit) }];
  });
}

function quantities(map: unknown): Readonly<Record<string, string>> {
  if (typeof map !== 'object' || map === null) return {};
  return Object.fromEntries(Object.entries(map).map(([resource, value]) => [resource, String(value)]));
}

/** The pool whose limits Karpenter names as what keeps it from adding a node for a pod. */
function poolAtLimit(warnings: readonly KubeEvent[]): { name: string; event: KubeEvent } | undefined {
  for (const event of warnings) {
    const [, name] =
      /exceed limits for nodepool[^A-Za-z0-9]*(?:NodePool="?)?(?:\{"name":")?([a-z0-9][a-z0-9.-]*)/.exec(
        event.message ?? '',
      ) ?? [];
    if (event.reason === 'FailedScheduling' && name !== undefined) return { name, event };
  }
  return undefined;
}

const POOL_LABEL = 'karpenter.sh/nodepool';
const LONG_MS = 10 * MINUTE_MS;

/** What keeps a pool from getting the machines that it has asked for: the message of a claim that is not launched. */
function failedLaunch(
  pool: NodePool,
  claims: readonly NodeClaim[],
  view: { age(timestamp: string | null): number },
): { readonly claim: NodeClaim; readonly says: string } | undefined {
  for (const claim of claims) {
    if (claim.metadata.labels?.[POOL_LABEL] !== pool.metadata.name) continue;
    const launched = conditionOf(claim, 'Launched');
    if (launched === undefined || launched.status === 'True' || claim.metadata.deletionTimestamp !== undefined)
      continue;
    if (launched.message !== '' && view.age(launched.lastTransitionTime) >= LONG_MS) {
      return { claim, says: launched.message };
    }
  }
  return undefined;
}

interface Surroundings {
  age(timestamp: string | null): number;
  all<K extends 'NodeClaim' | 'NodePool'>(kind: K): readonly ObjectOf<K>[];
  warnings(kind: 'Event', object: KubeObject): readonly KubeEvent[];
}

/** The node pool that gives a waiting pod no node, and why. */
export interface BlamedPool {
  readonly pool: NodePool;
  /** Empty where the pool may grow, but its machines do not come. */
  readonly limits: readonly ReachedLimit[];
  readonly launch: { readonly claim: NodeClaim; readonly says: string } | undefined;
  /** Karpenter's own word on the pod. */
  readonly event: KubeEvent | undefined;
}

/** Finds the pool that gives a waiting pod no node; undefined where none can be blamed. */
export function blamedPool(pod: Pod, view: Surroundings): BlamedPool | undefined {
  const pools = [...view.all('NodePool')].sort((left, right) => compareText(left.metadata.name, right.metadata.name));
  const named = poolAtLimit(view.warnings('Event', pod));
  // Without Karpenter's own word only a cluster all of whose pools are full tells which one is meant.
  const isFull = pools.every((pool) => reachedLimits(pool).length > 0);
  const pool = pools.find((one) => (named === undefined ? isFull : one.metadata.name === named.name));
  if (pool !== undefined) return { pool, limits: reachedLimits(pool), launch: undefined, event: named?.event };
  for (const one of pools) {
    const launch = failedLaunch(one, view.all('NodeClaim'), view);
    if (launch !== undefined) return { pool: one, limits: [], launch, event: undefined };
  }
  return undefined;
}
