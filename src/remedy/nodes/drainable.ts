import type { Pod } from '../../kube/object.ts';
import { controllerOf } from '../../kube/owners.ts';
import { isActive } from '../../kube/pods.ts';
import { isMirror } from '../pods/controller.ts';

/** The pods of a node, sorted by what a drain does with them. */
export interface Drainable {
  readonly evicted: readonly Pod[];
  /** They would come back to the same node. */
  readonly daemons: readonly Pod[];
  /** Nobody would make them again. */
  readonly naked: readonly Pod[];
  /** Of those evicted, the ones that keep data on the node, which goes with them. */
  readonly withLocalData: readonly Pod[];
}

/** Sorts the pods that run on a node. Those that have ended, are being deleted or are static ones are left alone. */
export function drainable(node: string, pods: readonly Pod[]): Drainable {
  const here = pods.filter((pod) => pod.spec?.nodeName === node && isActive(pod) && !isMirror(pod));
  const daemons = here.filter((pod) => controllerOf(pod)?.kind === 'DaemonSet');
  const naked = here.filter((pod) => controllerOf(pod) === undefined);
  const evicted = here.filter((pod) => !daemons.includes(pod) && !naked.includes(pod));
  return { evicted, daemons, naked, withLocalData: evicted.filter(hasLocalData) };
}

/** An emptyDir in memory is no data that anybody keeps. */
function hasLocalData(pod: Pod): boolean {
  return (pod.spec?.volumes ?? []).some(({ emptyDir }) => emptyDir !== undefined && emptyDir.medium !== 'Memory');
}
