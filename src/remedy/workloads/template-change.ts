import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import type { ObjectOf, Pod, PodSpec } from '../../kube/object.ts';
import { type Effects, type Looking, type Proposal, type Refusal, refused } from '../action.ts';
import type { ListRead } from '../live/reader.ts';
import { paramFlag } from '../objects/param-flag.ts';
import type { Edit, Write } from '../write.ts';
import { podRequestsOf, rolloutDemand } from './demand.ts';
import { podsOf } from './owned.ts';
import { replacedPods, rolloutRefusals, stuckPods } from './strategy.ts';
import { textOf, unreadable, type Workload, workloadOf } from './workload.ts';

/** What every action that changes a template takes. */
export const ROLLOUT_PARAMS = {
  deleteStuckPods: z
    .boolean()
    .optional()
    .describe('also delete pods that are not ready and hold an ordered StatefulSet back; false if absent'),
};

/** What is to be known of a workload before its template is changed. */
export interface RolloutFacts {
  readonly pods: ListRead<Pod>;
  readonly limitRanges: ListRead<ObjectOf<'LimitRange'>>;
}

/** Reads the workload's pods, and the LimitRanges of its namespace. */
export async function lookAtRollout({
  target,
  reader,
}: Pick<Looking<unknown>, 'target' | 'reader'>): Promise<RolloutFacts> {
  const pods = await podsOf(workloadOf(target), reader);
  return { pods, limitRanges: await reader.list('LimitRange', target.metadata.namespace ?? null) };
}

/** A change of a workload's template, as an action works it out. */
interface TemplateChange {
  readonly workload: Workload;
  readonly facts: RolloutFacts;
  readonly edits: readonly Edit[];
  /** What the pods will be. */
  readonly after: PodSpec;
  /** True for a pod that is of this template already. */
  readonly staying?: (pod: Pod) => boolean;
  readonly deleteStuckPods: boolean;
  /** The action's own reasons against it. */
  readonly refusals: readonly Refusal[];
  readonly summary: string;
  readonly wayBack: string;
  readonly resourceFactor?: number;
  readonly notes?: readonly string[];
  /** Stands for the edits where their values change from one moment to the next. */
  readonly signature?: string;
}

/** Judges what all changes of a template have in common, and makes the proposal. */
export function proposeTemplateChange(change: TemplateChange): Proposal {
  const { workload, facts, staying = () => false } = change;
  const { pods, limitRanges } = facts;
  const reasons = [...rolloutRefusals(workload), ...change.refusals];
  if (pods.state === 'unreadable') reasons.push(unreadable('Pods', pods.reason));
  if (limitRanges.state === 'unreadable') reasons.push(unreadable('LimitRanges', limitRanges.reason));
  if (pods.state === 'unreadable' || limitRanges.state === 'unreadable') return refused(...reasons);
  const stuck = stuckPods(workload, pods.objects);
  if (stuck.length > 0 && !change.deleteStuckPods) reasons.push(heldBack(workload, stuck));
  if (reasons.length > 0) return refused(...reasons);
  return {
    state: 'proposed',
    summary: change.summary,
    risk: 'R3',
    writes: [{ verb: 'patch', before: workload, edits: change.edits }, ...stuck.map(deletion)],
    effects: {
      ...rolloutEffects({ ...change, staying, pods: pods.objects, ranges: limitRanges.objects }, stuck),
      ...(change.resourceFactor === undefined ? {} : { resourceFactor: change.resourceFactor }),
    },
    wayBack: change.wayBack,
    ...(change.notes === undefined || change.notes.length === 0 ? {} : { notes: change.notes }),
    ...(change.signature === undefined
      ? {}
      : { signature: { does: change.signature, deletes: stuck.map(({ metadata }) => metadata.uid ?? '') } }),
  };
}

interface Replacement {
  readonly workload: Workload;
  readonly after: PodSpec;
  readonly staying: (pod: Pod) => boolean;
  readonly pods: readonly Pod[];
  readonly ranges: readonly ObjectOf<'LimitRange'>[];
}

/** What replacing the pods of a workload does to its namespace and nodes. */
export function rolloutEffects(replacement: Replacement, deleted: readonly Pod[] = []): Effects {
  const { workload, after, staying, pods, ranges } = replacement;
  return {
    podsDisrupted: new Set([...replacedPods(workload, pods, staying), ...deleted]).size,
    demand: rolloutDemand(workload, after, pods, staying, ranges),
    podRequests: podRequestsOf(after, ranges),
  };
}

function heldBack(workload: Workload, stuck: readonly Pod[]): Refusal {
  const names = listText(stuck.map(({ metadata }) => metadata.name));
  return {
    id: 'stuck-pods',
    reason: `${textOf(workload)} waits for ${names} to become ready before it replaces any pod`,
    hint: `let the action delete them: ${paramFlag('deleteStuckPods', true)}`,
  };
}

function deletion(before: Pod): Write {
  return { verb: 'delete', before, propagation: 'Background', wayBack: 'controller' };
}
