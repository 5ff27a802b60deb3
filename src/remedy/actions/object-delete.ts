import { z } from 'zod';
import type { KubeObject } from '../../kube/object.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { controllerOf } from '../../kube/owners.ts';
import { durationText } from '../../kube/time.ts';
import { defineAction, refused } from '../action.ts';
import { durationMs, durationParam } from '../objects/duration.ts';
import { refuseIf, refuseUnread, unlessRefused } from '../objects/judged.ts';
import { leftoverRefusals, leftoverSince } from '../objects/leftovers.ts';
import { isGone } from '../objects/live-state.ts';
import { wrongKind } from '../objects/wrong-kind.ts';

const KINDS = ['Job', 'Pod', 'ReplicaSet'] as const;

const params = z.strictObject({
  olderThan: durationParam.default('1h').describe('How long it must have been over: 1h'),
});

export const objectDelete = defineAction({
  id: 'object.delete',
  title: 'Delete what is left over: an ended pod or Job, an orphaned ReplicaSet without pods',
  on: KINDS,
  risk: 'R4',
  rights: [
    { group: '', resource: 'pods', verb: 'delete' },
    { group: 'apps', resource: 'replicasets', verb: 'delete' },
    { group: 'batch', resource: 'jobs', verb: 'delete' },
    { group: 'batch', resource: 'jobs', verb: 'get' },
  ],
  source: 'https://kubernetes.io/docs/concepts/architecture/garbage-collection/',
  params,
  example: { olderThan: '1h' },
  look: async ({ target, reader }) => {
    const owner = controllerOf(target);
    return owner === undefined ? null : reader.getAny({ ...owner, namespace: target.metadata.namespace ?? null });
  },
  propose: ({ target, params: { olderThan }, facts: owner, now }) => {
    if (!KINDS.some((kind) => kind === target.kind)) return refused(wrongKind(target, ...KINDS));
    const what = refText(refOf(target));
    const named = controllerOf(target);
    const sinceMs = leftoverSince(target);
    const ageMs = sinceMs === undefined ? undefined : now.getTime() - sinceMs;
    const refusals = [
      ...leftoverRefusals(target, owner),
      owner === null ? null : refuseUnread(`${named?.kind ?? ''} ${named?.name ?? ''}, the owner of ${what},`, owner),
      refuseIf(target.metadata.deletionTimestamp !== undefined, 'already-deleted', `${what} is being deleted already`),
      refuseIf(ageMs === undefined, 'age-unknown', `nothing says since when ${what} is over`),
      refuseIf(
        ageMs !== undefined && ageMs < durationMs(olderThan),
        'too-young',
        `${what} is over for ${durationText(ageMs ?? 0)} only, not for ${olderThan}`,
      ),
    ];
    return unlessRefused(refusals, () => ({
      summary: `delete ${what}`,
      risk: 'R4',
      writes: [{ verb: 'delete', before: target, propagation: 'Background', wayBack: wayBackOf(target) }],
      effects: { podsDisrupted: 0 },
      wayBack:
        wayBackOf(target) === 'recreate'
          ? 'made again from the backup, with another uid'
          : 'cannot be taken back: what has ended is not made again',
      notes: notesOn(target),
    }));
  },
  verify: ({ target, reader }) => isGone(reader, target),
});

/** A pod or Job that were made again would begin its work anew. */
function wayBackOf(target: KubeObject): 'recreate' | 'none' {
  return target.kind === 'ReplicaSet' ? 'recreate' : 'none';
}

function notesOn({ kind, metadata }: KubeObject): readonly string[] {
  const finalizers = metadata.finalizers ?? [];
  return [
    ...(finalizers.length === 0 ? [] : [`goes when its finalizers are done: ${finalizers.join(', ')}`]),
    ...(kind === 'ReplicaSet' ? [] : ['what it has logged goes with it']),
  ];
}
