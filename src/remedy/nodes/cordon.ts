import { conditionOf } from '../../kube/conditions.ts';
import { isBeingRemoved, taintsOf } from '../../kube/nodes/node-states.ts';
import type { Node } from '../../kube/object.ts';
import type { Edit } from '../write.ts';

/** Says that a node was cordoned by this tool, and why. */
export const CORDONED = 'mekhanikube.io/cordoned';

/** The edits that keep new pods away from a node, and say why. */
export function cordonEdits(reason: string): readonly Edit[] {
  return [
    { path: ['spec', 'unschedulable'], value: true },
    { path: ['metadata', 'annotations', CORDONED], value: reason },
  ];
}

/** Why this tool cordoned the node; undefined where it did not. */
export function cordonedFor(node: Node): string | undefined {
  return node.metadata.annotations?.[CORDONED];
}

/** True for a node that ordinary pods can be placed on: ready, and neither cordoned, tainted nor going away. */
export function takesPods(node: Node): boolean {
  if (conditionOf(node, 'Ready')?.status !== 'True' || isBeingRemoved(node)) return false;
  return !taintsOf(node).some(({ effect }) => effect === 'NoSchedule' || effect === 'NoExecute');
}

/** True for a node that runs the control plane. */
export function isControlPlane(node: Node): boolean {
  const names = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'];
  const taints = node.spec?.taints ?? [];
  return names.some((name) => node.metadata.labels?.[name] !== undefined || taints.some(({ key }) => key === name));
}
