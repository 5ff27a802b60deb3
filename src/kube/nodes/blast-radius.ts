import type { KubeEvent, KubeObject, Pod } from '../object.ts';
import { type ObjectRef, refKey } from '../object-ref.ts';
import { kubeletText, shortened } from '../startup/kubelet-text.ts';
import { isBeingPrepared } from '../startup/pod-start.ts';
import { sandboxFailureOf } from '../startup/preparation.ts';
import { type SandboxProblem, sandboxProblem } from '../startup/sandbox-errors.ts';
import { suspects } from '../suspects.ts';

interface Clues {
  all(kind: 'Pod'): readonly Pod[];
  topOwner(object: KubeObject): ObjectRef;
  warnings(kind: 'Event', object: KubeObject): readonly KubeEvent[];
}

/** Pods of one node that fail in the same way. */
export interface Blast {
  readonly pods: readonly Pod[];
  readonly owners: ReadonlySet<string>;
  readonly newest: KubeEvent;
}

/** For each node and problem, the pods whose sandbox cannot be made there: look up with `blastKey`. */
export function sandboxBlasts(view: Clues): ReadonlyMap<string, Blast> {
  const blasts = new Map<string, { pods: Pod[]; owners: Set<string>; newest: KubeEvent }>();
  for (const pod of suspects(view)) {
    if (!isBeingPrepared(pod)) continue;
    const event = sandboxFailureOf(view.warnings('Event', pod));
    if (event === undefined) continue;
    const problem = sandboxProblem(shortened(kubeletText(event.message ?? '')));
    const key = blastKey(pod.spec?.nodeName ?? '', problem);
    const owner = refKey(view.topOwner(pod));
    const known = blasts.get(key);
    if (known === undefined) blasts.set(key, { pods: [pod], owners: new Set([owner]), newest: event });
    else {
      known.pods.push(pod);
      known.owners.add(owner);
    }
  }
  return blasts;
}

/** The key of `sandboxBlasts`. */
export function blastKey(node: string, problem: SandboxProblem): string {
  return `${node}/${problem}`;
}

/** True where the node is to blame: that pods of one owner fail on one node proves nothing, those of two do. */
export function isOfNode(blast: Blast | undefined): blast is Blast {
  return blast !== undefined && blast.owners.size >= 2;
}
