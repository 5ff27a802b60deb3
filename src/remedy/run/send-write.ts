import type { WriteOutcome } from '../../cluster/write/outcome.ts';
import type { KubeObject } from '../../kube/object.ts';
import { refText } from '../../kube/object-ref.ts';
import { MARKER } from '../patch/forward.ts';
import { isSame, plain } from '../patch/plain.ts';
import { valueAt } from '../patch/pointer.ts';
import type { PlannedWrite } from '../plan/plan.ts';
import type { Repair } from '../plan/repair.ts';
import { toWriteRequest } from '../plan/request.ts';
import type { Segment } from '../write.ts';

/** What is certain about a write. */
export type Sent =
  | {
      readonly state: 'executed';
      readonly object: KubeObject | null;
      /** True where the answer was lost and the object told. */
      readonly recovered: boolean;
      readonly markerLost: boolean;
    }
  /** Certainly not done; the object may have moved on, and another attempt is safe after a new look at it. */
  | {
      readonly state: 'not-done';
      readonly reason: string;
      /** It went out and was not there when it was looked for: it may still arrive. */
      readonly mayArrive?: true;
    }
  /** Certainly not done, and another attempt would end the same way. */
  | { readonly state: 'refused'; readonly reason: string }
  /** The object is neither as it was nor as it should be. */
  | { readonly state: 'conflict'; readonly reason: string };

/** How often a lost answer is looked for: a request may still be on its way when its connection breaks. */
const LOOKS = 3;
const BETWEEN_LOOKS_MS = 1_000;
const BETWEEN_EVICTIONS_MS = 5_000;

/** Sends one write and finds out what became of it. It never sends anything twice that may have arrived. */
export async function sendWrite(
  write: PlannedWrite,
  before: KubeObject | null,
  { repair, deadlineMs, marker }: { readonly repair: Repair; readonly deadlineMs: number; readonly marker: string },
): Promise<Sent> {
  const { writer, clock } = repair;
  for (;;) {
    const outcome = await writer.write(toWriteRequest(write.request), { dryRun: false, deadlineMs });
    if (outcome.state === 'budget') {
      const pauseMs = outcome.retryAfterMs ?? BETWEEN_EVICTIONS_MS;
      if (clock.monotonicMs() + pauseMs > deadlineMs) return { state: 'refused', reason: outcome.reason };
      await clock.sleep(pauseMs);
      continue;
    }
    return outcome.state === 'unknown'
      ? settle({ write, before, marker }, outcome.reason, repair)
      : certain(outcome, write);
  }
}

function certain(outcome: Exclude<WriteOutcome, { state: 'budget' | 'unknown' }>, { request }: PlannedWrite): Sent {
  switch (outcome.state) {
    case 'done':
      return { state: 'executed', object: outcome.object, recovered: false, markerLost: false };
    case 'conflict':
      return { state: 'not-done', reason: `${refText(request.ref)} was changed meanwhile: ${outcome.reason}` };
    case 'unsent':
      return { state: 'refused', reason: `nothing was sent: ${outcome.reason}` };
    case 'missing':
    case 'rejected':
      return { state: 'refused', reason: outcome.reason };
  }
}

/** A write that was sent, with what is needed to recognise it. */
export interface Trace {
  readonly write: PlannedWrite;
  readonly before: KubeObject | null;
  /** What it leaves in the object's annotations. */
  readonly marker: string;
}

async function settle(trace: Trace, reason: string, repair: Repair): Promise<Sent> {
  let last: Sent = { state: 'conflict', reason };
  for (let look = 1; look <= LOOKS; look++) {
    last = await whatBecameOf(trace, repair);
    if (last.state === 'executed') return last;
    if (look < LOOKS) await repair.clock.sleep(BETWEEN_LOOKS_MS);
  }
  return last.state === 'not-done'
    ? { state: 'not-done', reason: `no answer (${reason}), and it was not done`, mayArrive: true }
    : last;
}

/** Decides from the live object whether a write arrived. @see section 4.5 of the repair design: marker, then values */
export async function whatBecameOf(trace: Trace, { reader }: Pick<Repair, 'reader'>): Promise<Sent> {
  const { request } = trace.write;
  const read = await reader.getAny(request.ref);
  const name = refText(request.ref);
  if (read.state === 'unreadable') return { state: 'conflict', reason: `cannot read ${name}: ${read.reason}` };
  const live = read.state === 'found' ? read.object : null;
  if (request.verb === 'delete' || request.verb === 'evict') {
    const isGone = live === null || live.metadata.uid !== request.uid || live.metadata.deletionTimestamp !== undefined;
    return isGone ? executed(null) : { state: 'not-done', reason: `${name} is still there` };
  }
  if (request.verb === 'create') {
    if (live === null) return { state: 'not-done', reason: `${name} was not created` };
    if (markerIn(live) === trace.marker) return executed(live);
    return { state: 'conflict', reason: `somebody else created ${name}` };
  }
  if (live === null) return { state: 'conflict', reason: `${name} is gone` };
  if (live.metadata.uid !== request.uid) return { state: 'conflict', reason: `${name} was made anew by somebody else` };
  return patched(live, name, trace);
}

function patched(live: KubeObject, name: string, { write, before, marker }: Trace): Sent {
  if (markerIn(live) === marker) return executed(live);
  const object = plain(live) ?? null;
  const fields = write.changes.filter(({ path }) => !isMarker(path));
  if (fields.length > 0 && fields.every(({ path, after }) => isSame(valueAt(object, path), plain(after)))) {
    return { ...executed(live), markerLost: true };
  }
  const was = plain(before ?? null) ?? null;
  if (fields.every(({ path }) => isSame(valueAt(object, path), valueAt(was, path)))) {
    return { state: 'not-done', reason: `${name} holds its earlier values` };
  }
  return { state: 'conflict', reason: `${name} holds neither its earlier values nor ours` };
}

/** True for the annotation that says which run changed an object last. */
export function isMarker(path: readonly Segment[]): boolean {
  return path.length === MARKER.length && path.every((segment, index) => segment === MARKER[index]);
}

function executed(object: KubeObject | null): Extract<Sent, { state: 'executed' }> {
  return { state: 'executed', object, recovered: true, markerLost: false };
}

function markerIn(object: KubeObject): string | undefined {
  return object.metadata.annotations?.['mekhanikube.io/last-run'];
}
