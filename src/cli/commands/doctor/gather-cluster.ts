import { type AnyCheck, subjectsOf } from '../../../checks/define-check.ts';
import { CHECKS } from '../../../checks/index.ts';
import {
  type ClusterFacts,
  type FoundCluster,
  type OpenOptions,
  openEndpoint,
  probeCluster,
  readPermissions,
} from '../../../cluster/permissions/index.ts';
import { chooseChecks, STANDARD } from '../../../diagnose/choose-checks.ts';
import { kindsFor } from '../../../diagnose/plan.ts';
import type { CheckNeed, Gathered, RightsFacts } from '../../../doctor/facts.ts';

type Endpoint = Awaited<ReturnType<typeof openEndpoint>>;

/** What `analyze` runs when nothing else is wanted. */
const STANDING = chooseChecks(CHECKS, STANDARD);

/** The way to the cluster, opened at the first use and once. */
export interface Opened {
  readonly endpoint: () => Promise<Endpoint>;
  readonly close: () => void;
}

export function openOnce(found: FoundCluster, options: OpenOptions): Opened {
  let opening: Promise<Endpoint> | undefined;
  let destroy = (): void => {};
  const open = async (): Promise<Endpoint> => {
    if (found.state !== 'found') throw new Error(found.message);
    const endpoint = await openEndpoint(found.target, found.facts, options);
    destroy = () => endpoint.access.agent.destroy();
    return endpoint;
  };
  return { endpoint: () => (opening ??= open()), close: () => destroy() };
}

/** How the cluster answers. */
export async function gatherCluster(found: FoundCluster, opened: Opened, signal: AbortSignal): Promise<ClusterFacts> {
  return found.state === 'found' ? await probeCluster(found, opened.endpoint, signal) : found;
}

/** Which rights there are, and what the checks need of them. */
export async function gatherRights(
  cluster: Gathered<ClusterFacts>,
  opened: Opened,
  namespaces: readonly string[] | null,
  signal: AbortSignal,
): Promise<RightsFacts> {
  const checks = STANDING.map(needOf);
  if (cluster.state !== 'known' || cluster.facts.state !== 'answered') {
    return { permissions: { state: 'unasked' }, checks };
  }
  const ownNamespace = cluster.facts.target.namespace;
  const options = { kinds: kindsFor(STANDING), namespaces, ownNamespace, signal };
  return { permissions: await readPermissions(await opened.endpoint(), options), checks };
}

function needOf(check: AnyCheck): CheckNeed {
  return { id: check.id, subjects: subjectsOf(check), reads: check.reads ?? [] };
}
