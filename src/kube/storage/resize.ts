import { amountOf } from '../amounts.ts';
import { conditionOf } from '../conditions.ts';
import type { Claim } from './claims.ts';

/** What stands in the way of a volume's growth. */
export type ResizeObstacle =
  /** The storage refuses, or fails. */
  | 'refused'
  /** Nothing has been heard since it was begun. */
  | 'storage'
  /** The volume is large enough, its file system is not. */
  | 'file-system';

export interface Resize {
  readonly obstacle: ResizeObstacle;
  readonly text: string;
  readonly since: string | null;
  /** Where the claim says so, for evidence. */
  readonly path: string;
  readonly value: string;
}

/** Errors first, then what is under way. */
const CONDITIONS = [
  ['ControllerResizeError', 'refused'],
  ['NodeResizeError', 'refused'],
  ['FileSystemResizePending', 'file-system'],
  ['Resizing', 'storage'],
] as const;

/** What a claim says of its own growth; undefined where it is not growing. */
export function resizeOf(claim: Claim): Resize | undefined {
  const path = 'status.allocatedResourceStatuses.storage';
  const state = claim.status?.allocatedResourceStatuses?.['storage'];
  const told = CONDITIONS.flatMap(([type, obstacle]) => {
    const condition = conditionOf(claim, type);
    return condition?.status === 'True' ? [{ condition, obstacle }] : [];
  })[0];
  const text = told?.condition.message.replace(/\s+/g, ' ').trim() ?? '';
  const since = told?.condition.lastTransitionTime ?? null;
  if (state?.endsWith('Infeasible')) return { obstacle: 'refused', text, since, path, value: state };
  if (told === undefined) return undefined;
  const { condition, obstacle } = told;
  return { obstacle, text, since, path: `status.conditions[type=${condition.type}].status`, value: condition.status };
}

/** What a claim asks for and what it has, in bytes. */
export function sizesOf({ spec, status }: Claim): { readonly wanted: number; readonly has: number } {
  return {
    wanted: amountOf('storage', spec?.resources?.requests?.['storage']),
    has: amountOf('storage', status?.capacity?.['storage']),
  };
}
