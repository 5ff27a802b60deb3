import type { PatchOperation, WriteRequest } from '../../cluster/write/writer.ts';
import type { KubeObject } from '../../kube/object.ts';
import { refText } from '../../kube/object-ref.ts';
import { covers } from '../objects/covers.ts';
import { changesBetween } from '../patch/changes.ts';
import { preconditions } from '../patch/forward.ts';
import { plain } from '../patch/plain.ts';
import { pathText } from '../patch/pointer.ts';
import { type Drift, type IfDrifted, undoFor } from '../patch/undo.ts';
import type { PlannedWrite } from '../plan/plan.ts';
import type { Repair } from '../plan/repair.ts';
import { recreated } from './recreated.ts';

/** What taking a write back would mean for the live object. */
export type WayBack =
  | { readonly state: 'nothing-to-do'; readonly reason: string }
  | {
      readonly state: 'ready';
      readonly request: WriteRequest;
      /** What somebody else changed, and what becomes of it. */
      readonly note?: string;
    }
  | { readonly state: 'blocked'; readonly reason: string };

/** A write that was made, with what is known of it. */
export interface Made {
  readonly write: PlannedWrite;
  readonly before: KubeObject | null;
  /** As the server returned it; null where it returned nothing. */
  readonly after: KubeObject | null;
}

/** Looks at the live object and says how the write is taken back, if it still can be. */
export async function wayBack(
  made: Made,
  { reader }: Pick<Repair, 'reader'>,
  ifDrifted: IfDrifted = 'Abort',
): Promise<WayBack> {
  const { request } = made.write;
  const name = refText(request.ref);
  if (request.verb === 'evict')
    return { state: 'nothing-to-do', reason: `${name} was evicted; its controller replaced it` };
  const read = await reader.getAny(request.ref);
  if (read.state === 'unreadable') return { state: 'blocked', reason: `cannot read ${name}: ${read.reason}` };
  const live = read.state === 'found' ? read.object : null;
  switch (request.verb) {
    case 'patch':
      return unpatched(made, live, ifDrifted);
    case 'create':
      return uncreated(made, live);
    case 'delete':
      return undeleted(made, live);
  }
}

function unpatched(
  { write: { request, changes }, before }: Made,
  live: KubeObject | null,
  ifDrifted: IfDrifted,
): WayBack {
  const name = refText(request.ref);
  if (request.verb !== 'patch' || before === null) return { state: 'blocked', reason: `${name} has no backup` };
  if (live === null) return { state: 'blocked', reason: `${name} is gone` };
  if (live.metadata.uid !== request.uid) return { state: 'blocked', reason: `${name} was made anew by somebody else` };
  const undo = undoFor(plain(live) ?? null, plain(before) ?? null, changesOf(changes), ifDrifted);
  switch (undo.state) {
    case 'already':
      return { state: 'nothing-to-do', reason: `${name} holds its earlier values` };
    case 'drifted':
      return { state: 'blocked', reason: `somebody else changed ${name}: ${undo.drifts.map(driftText).join('; ')}` };
    case 'ready': {
      const drifted = undo.drifts.map(driftText).join('; ');
      const kept = ifDrifted === 'Force' ? 'overwritten' : 'left as it is';
      return {
        state: 'ready',
        request: patchOf(request, [...preconditions(live), ...undo.operations]),
        ...(drifted === '' ? {} : { note: `somebody else changed ${name}, ${kept}: ${drifted}` }),
      };
    }
  }
}

/** The three values, so that a person can decide. */
function driftText({ path, base, ours, theirs }: Drift): string {
  return `${pathText(path)} was ${text(base)}, we set ${text(ours)}, it is ${text(theirs)}`;
}

function text(value: unknown): string {
  if (value === undefined) return 'absent';
  const json = JSON.stringify(value);
  return json.length > 200 ? `${json.slice(0, 200)}...` : json;
}

function changesOf(changes: PlannedWrite['changes']) {
  return changes.map(({ path, before, after, at }) => ({
    path,
    ...(before === undefined ? {} : { before: plain(before) ?? null }),
    ...(after === undefined ? {} : { after: plain(after) ?? null }),
    ...(at === undefined ? {} : { at }),
  }));
}

function patchOf(
  { ref, subresource }: Extract<PlannedWrite['request'], { verb: 'patch' }>,
  operations: readonly PatchOperation[],
): WriteRequest {
  return { verb: 'patch', ref, operations, ...(subresource === undefined ? {} : { subresource }) };
}

/** Only what is still as we made it is deleted. */
function uncreated({ write: { request }, after }: Made, live: KubeObject | null): WayBack {
  const name = refText(request.ref);
  if (live === null) return { state: 'nothing-to-do', reason: `${name} is gone` };
  const { uid, resourceVersion } = live.metadata;
  if (after === null || uid !== after.metadata.uid || uid === undefined) {
    return { state: 'blocked', reason: `${name} is not the one that was created` };
  }
  const isLeftAlone =
    request.ref.kind === 'Job' || changesBetween(plain(after) ?? null, plain(live) ?? null).length === 0;
  if (!isLeftAlone) return { state: 'blocked', reason: `somebody else changed ${name} since it was created` };
  const version = resourceVersion === undefined || request.ref.kind === 'Job' ? {} : { resourceVersion };
  return { state: 'ready', request: { verb: 'delete', ref: request.ref, uid, ...version, propagation: 'Background' } };
}

function undeleted({ write: { request }, before }: Made, live: KubeObject | null): WayBack {
  const name = refText(request.ref);
  if (request.verb !== 'delete' || before === null) return { state: 'blocked', reason: `${name} has no backup` };
  if (request.wayBack === 'controller')
    return { state: 'nothing-to-do', reason: `the controller of ${name} replaces it` };
  if (request.wayBack === 'none') return { state: 'blocked', reason: `the deletion of ${name} cannot be taken back` };
  if (live === null) return { state: 'ready', request: { verb: 'create', manifest: recreated(before) } };
  if (live.metadata.uid === request.uid && live.metadata.deletionTimestamp === undefined) {
    return { state: 'nothing-to-do', reason: `${name} was not deleted` };
  }
  // An answer that was lost, or a crash: it may be our own work.
  if (live.metadata.deletionTimestamp === undefined && covers(plain(recreated(before)), plain(live))) {
    return { state: 'nothing-to-do', reason: `${name} is there again as it was` };
  }
  return { state: 'blocked', reason: `there is a ${name} again, or it is still being deleted` };
}
