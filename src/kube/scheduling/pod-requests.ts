import { type Amounts, addAmounts, amountsOf, raiseAmounts } from '../amounts.ts';
import type { Pod } from '../object.ts';

/** Resources that a pod may ask for as a whole, in place of the sum over its containers. */
const POD_LEVEL = /^(cpu|memory|hugepages-.+)$/;

/**
 * What a pod takes of a node: its containers and sidecars together, or the most that one init container needs beside
 * the sidecars before it, and the overhead of its runtime class. Counts itself as one of `pods`.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers
 * @see https://github.com/kubernetes/component-helpers/blob/v0.34.4/resource/helpers.go
 */
export function requestsOf(pod: Pod): Amounts {
  const sum = new Map<string, number>();
  const { spec } = pod;
  for (const container of spec?.containers ?? []) addAmounts(sum, amountsOf(container.resources?.requests));
  if (spec?.initContainers !== undefined) addInitContainers(sum, spec.initContainers);
  for (const [resource, amount] of amountsOf(spec?.resources?.requests)) {
    if (POD_LEVEL.test(resource)) sum.set(resource, amount);
  }
  addAmounts(sum, amountsOf(spec?.overhead));
  sum.set('pods', 1);
  return sum;
}

function addInitContainers(
  sum: Map<string, number>,
  containers: NonNullable<NonNullable<Pod['spec']>['initContainers']>,
): void {
  const sidecars = new Map<string, number>();
  const most = new Map<string, number>();
  for (const container of containers) {
    const own = amountsOf(container.resources?.requests);
    if (container.restartPolicy === 'Always') {
      addAmounts(sum, own);
      addAmounts(sidecars, own);
      raiseAmounts(most, sidecars);
    } else {
      addAmounts(own, sidecars);
      raiseAmounts(most, own);
    }
  }
  raiseAmounts(sum, most);
}
