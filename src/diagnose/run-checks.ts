import { messageOf } from '../base/errors.ts';
import type { JsonObject } from '../base/json.ts';
import { type AnyCheck, type Judgement, subjectsOf } from '../checks/define-check.ts';
import type { Kind, KubeObject } from '../kube/object.ts';
import { type ObjectRef, refOf } from '../kube/object-ref.ts';
import { unreadReason } from '../snapshot/coverage.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { View } from '../snapshot/view.ts';

/** What a check said of an object. */
export interface Judged {
  readonly check: AnyCheck;
  readonly object: KubeObject;
  readonly judgement: Judgement<JsonObject>;
}

/** A check that did not judge everything it is for, and why. */
export interface SkippedCheck {
  readonly check: string;
  readonly reason: string;
}

/** A check that threw: a bug of ours, on an object that can be named. */
export interface CrashedCheck extends SkippedCheck {
  readonly object: ObjectRef;
}

export interface ChecksRun {
  readonly judged: readonly Judged[];
  readonly run: readonly string[];
  readonly skipped: readonly SkippedCheck[];
  readonly crashed: readonly CrashedCheck[];
}

/**
 * Runs every check over the objects of its kind, each on its own: one that throws is recorded and the others go on.
 *
 * A check whose kinds were not read is skipped with the reason; where they were not read in some namespaces only,
 * it is skipped there.
 */
export function runChecks(checks: readonly AnyCheck[], snapshot: Snapshot, view: View<Kind>): ChecksRun {
  const judged: Judged[] = [];
  const run: string[] = [];
  const skipped: SkippedCheck[] = [];
  const crashed: CrashedCheck[] = [];
  const ending = endingNamespaces(snapshot);
  for (const check of checks) {
    const obstacle = unreadKind(check, snapshot);
    if (obstacle !== undefined) {
      skipped.push({ check: check.id, reason: obstacle });
      continue;
    }
    run.push(check.id);
    const outcome = judge(check, snapshot, view, ending);
    for (const one of outcome.judged) judged.push(one);
    for (const reason of outcome.elsewhere) skipped.push({ check: check.id, reason });
    if (outcome.crash !== undefined) crashed.push(outcome.crash);
  }
  return { judged, run, skipped, crashed };
}

function judge(check: AnyCheck, snapshot: Snapshot, view: View<Kind>, ending: ReadonlySet<string>) {
  const judged: Judged[] = [];
  const elsewhere = new Set<string>();
  let crash: CrashedCheck | undefined;
  const inPart = (check.reads ?? []).filter((kind) => !view.covers(kind, null));
  const look = (object: KubeObject): void => {
    if (ending.size > 0 && isGoingWith(ending, object)) return;
    const blocked = inPart.length === 0 ? undefined : blockedIn(inPart, snapshot, view, object);
    if (blocked !== undefined) {
      elsewhere.add(blocked);
      return;
    }
    try {
      if (check.among !== undefined && !view.shared(check.among).has(object)) return;
      for (const judgement of check.find(object, view)) judged.push({ check, object, judgement });
    } catch (thrown) {
      crash ??= { check: check.id, reason: messageOf(thrown), object: refOf(object) };
    }
  };
  for (const objects of listsFor(check, inPart, view)) for (const object of objects) look(object);
  return { judged, elsewhere, crash };
}

/** All that a check judges; where nothing else is to be told of them, those alone that are worth a look: few of 100,000 pods. */
function listsFor(check: AnyCheck, inPart: readonly Kind[], view: View<Kind>): readonly Iterable<KubeObject>[] {
  if (check.among !== undefined && inPart.length === 0) {
    try {
      return [view.shared(check.among)];
    } catch {
      // It throws again for the first object, which can be named then.
      return subjectsOf(check).map((kind) => view.all(kind).slice(0, 1));
    }
  }
  return subjectsOf(check).map((kind) => view.all(kind));
}

function endingNamespaces(snapshot: Snapshot): ReadonlySet<string> {
  const namespaces = snapshot.objects.Namespace ?? [];
  return new Set(
    namespaces.filter((one) => one.metadata.deletionTimestamp !== undefined).map((one) => one.metadata.name),
  );
}

/** True for an object that goes when its namespace goes. Only what is being deleted and stays is still of interest there. */
function isGoingWith(ending: ReadonlySet<string>, { metadata }: KubeObject): boolean {
  return metadata.deletionTimestamp === undefined && ending.has(metadata.namespace ?? '');
}

/** The first kind that the check cannot do without and that was read nowhere. */
function unreadKind(check: AnyCheck, snapshot: Snapshot): string | undefined {
  const subjects = subjectsOf(check);
  const unreadSubjects = subjects.filter((kind) => !wasRead(snapshot, kind));
  const needed = unreadSubjects.length === subjects.length ? unreadSubjects : [];
  const kind = [...needed, ...(check.reads ?? [])].find((name) => !wasRead(snapshot, name));
  return kind === undefined ? undefined : unreadReason(snapshot, kind, null);
}

function wasRead(snapshot: Snapshot, kind: Kind): boolean {
  const state = snapshot.coverage.find((entry) => entry.kind === kind)?.state;
  return state === 'listed' || state === 'absent';
}

/** Why an object cannot be judged, where a kind was read in other namespaces only. */
function blockedIn(
  inPart: readonly Kind[],
  snapshot: Snapshot,
  view: View<Kind>,
  { metadata: { namespace } }: KubeObject,
): string | undefined {
  if (namespace === undefined) return undefined;
  const kind = inPart.find((name) => !view.covers(name, namespace));
  return kind === undefined ? undefined : unreadReason(snapshot, kind, namespace);
}
