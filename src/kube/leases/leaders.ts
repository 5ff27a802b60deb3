import { conditionOf } from '../conditions.ts';
import type { Pod } from '../object.ts';
import { controllerOf } from '../owners.ts';
import { isActive } from '../pods.ts';
import { MINUTE_MS, timeMs } from '../time.ts';
import type { Lease } from './renewals.ts';

/** The components without which a cluster stands still, by the name of their lease in kube-system. */
const CORE: ReadonlySet<string> = new Set(['kube-scheduler', 'kube-controller-manager']);

interface Pods {
  all(kind: 'Pod'): readonly Pod[];
  get(
    kind: 'Pod',
    namespace: string,
    name: string,
  ): { readonly state: 'found'; readonly object: Pod } | { readonly state: 'missing' | 'unverified' };
}

/** Who holds a lease, if that can be told. */
export type Leader =
  | { readonly role: 'core' }
  /** Some controller whose pod is there: it is still meant to lead. */
  | { readonly role: 'controller'; readonly pod: Pod };

/** Who holds a lease; undefined where nobody does, or the holder is nobody that exists any more. */
export function leaderOf(lease: Lease, view: Pods): Leader | undefined {
  const { namespace = '', name } = lease.metadata;
  const holder = lease.spec?.holderIdentity;
  if (!holder || namespace === 'kube-node-lease') return undefined;
  if (namespace === 'kube-system' && CORE.has(name)) return { role: 'core' };
  const found = view.get('Pod', namespace, holder.replace(/_[^_]*$/, ''));
  return found.state === 'found' && isActive(found.object) ? { role: 'controller', pod: found.object } : undefined;
}

/** Longer after the last renewal than a component may go on before it gives up its lease. */
const AFTERMATH_MS = 2 * MINUTE_MS;

/**
 * True where pods were placed, or made by controllers, since the lease was last renewed: then the component works, and
 * the lease is left over from a time when it had one.
 */
export function hasWorkedSince(component: string, renewTime: string | undefined, view: Pods): boolean {
  const fromMs = (timeMs(renewTime) ?? 0) + AFTERMATH_MS;
  return view.all('Pod').some((pod) => {
    const when = component === 'kube-scheduler' ? placedAt(pod) : madeAt(pod);
    return (timeMs(when) ?? 0) > fromMs;
  });
}

function placedAt(pod: Pod): string | null {
  const scheduled = conditionOf(pod, 'PodScheduled');
  return scheduled?.status === 'True' ? scheduled.lastTransitionTime : null;
}

function madeAt(pod: Pod): string | undefined {
  const kind = controllerOf(pod)?.kind;
  return kind === 'ReplicaSet' || kind === 'Job' || kind === 'DaemonSet' ? pod.metadata.creationTimestamp : undefined;
}
