import { amountOf } from '../amounts.ts';
import type { ObjectOf } from '../object.ts';
import { quantityValue } from '../quantities.ts';
import { requestsOf } from '../scheduling/pod-requests.ts';
import { surgeOf } from '../workloads/rollout-start.ts';

type Quota = ObjectOf<'ResourceQuota'>;
type Deployment = ObjectOf<'Deployment'>;

const NEAR = 0.9;
/** Of a handful, one less is nothing to tell. */
const HANDFUL = 5;

/** The resources of a quota of which a tenth is left at most. */
export function nearLimits({
  status,
}: Quota): readonly { readonly resource: string; readonly used: string; readonly hard: string }[] {
  return Object.entries(status?.hard ?? {}).flatMap(([resource, hard = '']) => {
    const used = status?.used?.[resource] ?? '';
    const [limit, taken] = [quantityValue(hard), quantityValue(used)];
    if (limit === undefined || taken === undefined || limit <= 0 || taken / limit < NEAR) return [];
    return isCount(resource) && limit < HANDFUL ? [] : [{ resource, used, hard }];
  });
}

/** A Deployment whose rollout can only begin with more pods than now, for which the quota has no room; or null. */
export function refusedSurge({ spec, status }: Quota, deployments: readonly Deployment[]): string | null {
  if ((spec?.scopes ?? []).length > 0 || spec?.scopeSelector !== undefined) return null;
  const refused = deployments.find((deployment) => {
    const surge = surgeOf(deployment);
    const template = deployment.spec?.template?.spec;
    if (surge === 0 || template === undefined) return false;
    const each = requestsOf({ apiVersion: 'v1', kind: 'Pod', metadata: { name: '' }, spec: template });
    return Object.entries(status?.hard ?? {}).some(([name, hard]) => {
      const resource = name.replace(/^requests\./, '');
      const need = (each.get(resource) ?? 0) * surge;
      return need > 0 && amountOf(resource, status?.used?.[name]) + need > amountOf(resource, hard);
    });
  });
  return refused?.metadata.name ?? null;
}

/** True for a number of objects: `pods`, `services.nodeports`, `count/deployments.apps`. */
function isCount(resource: string): boolean {
  return !/cpu|memory|storage|hugepages/.test(resource) || resource.startsWith('count/');
}
