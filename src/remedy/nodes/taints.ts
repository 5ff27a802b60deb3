import { z } from 'zod';
import { isStateTaint } from '../../kube/nodes/node-states.ts';
import type { Node, Taint } from '../../kube/object.ts';
import type { Refusal } from '../action.ts';
import { refuseIf } from '../objects/judged.ts';
import type { Edit } from '../write.ts';

/** What a taint keeps away. */
export const TaintEffect = z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']);

/** The key of a taint: a label's name, with a prefix or without. */
export const TaintKey = z
  .string()
  .max(253)
  .regex(/^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/);

/** The edits that make these the taints of a node. Key and effect tell a taint apart, and a path knows only the key. */
export function taintEdits(node: Node, wanted: readonly Taint[], key: string): readonly Edit[] {
  const [was, will] = [node.spec?.taints ?? [], wanted].map((taints) => taints.filter((taint) => taint.key === key));
  if ((was?.length ?? 0) > 1 || (will?.length ?? 0) > 1) return [{ path: ['spec', 'taints'], value: wanted }];
  return [{ path: ['spec', 'taints', { key: 'key', value: key }], value: will?.[0] }];
}

/** Taints that say how a node stands, or what it is, are not ours to set or to take away. */
export function reservedTaint(key: string): Refusal | null {
  const isReserved = isStateTaint({ key }) || key.startsWith('node-role.kubernetes.io/');
  return refuseIf(isReserved, 'reserved-taint', `${key} is set by Kubernetes itself or marks the control plane`);
}
