import type { Pod } from '../object.ts';
import { controllerOf } from '../owners.ts';
import { isReady } from '../pods.ts';

/** Controllers that make all pods of one revision from one template; others may make each pod its own. */
const FROM_TEMPLATE: ReadonlySet<string> = new Set(['DaemonSet', 'Job', 'ReplicaSet', 'StatefulSet']);

/**
 * Looks at a pod's specification, but for a ready pod whose twin, made from the same template, had nothing wrong: the
 * answer would be the same. Keep one memory for each question: pass a function of its own to `view.shared`.
 */
export function twinMemory(): <T>(pod: Pod, look: () => readonly T[]) => readonly T[] {
  const clean = new Map<string, Set<string>>();
  return (pod, look) => {
    const controller = isReady(pod) ? controllerOf(pod) : undefined;
    if (controller?.uid === undefined || !FROM_TEMPLATE.has(controller.kind)) return look();
    const revision = pod.metadata.labels?.['controller-revision-hash'] ?? '';
    const revisions = clean.get(controller.uid);
    if (revisions?.has(revision)) return [];
    const found = look();
    if (found.length === 0) clean.set(controller.uid, (revisions ?? new Set()).add(revision));
    return found;
  };
}
