import { listText } from '../base/list-text.ts';
import type { Change } from '../findings/finding.ts';
import { differencesOf, type FieldDifference } from '../kube/differences.ts';
import type { Kind, ObjectOf } from '../kube/object.ts';
import { refOf } from '../kube/object-ref.ts';
import { earliest, HOUR_MS, timeMs } from '../kube/time.ts';
import { lastChange, revisionsOf } from '../kube/workloads/revisions.ts';
import { isConfigMark, RESTARTED_AT } from '../kube/workloads/template-marks.ts';
import type { View } from '../snapshot/view.ts';
import type { Group } from './group.ts';
import { valueWithoutSecrets } from './without-secrets.ts';

/** A change that the trouble did not follow within this time is hardly its reason. */
const SOON_MS = HOUR_MS;
const MOST_DIFFERENCES = 8;
const ANNOTATIONS = 'spec.template.metadata.annotations';
/** What changes with every revision, and what is derived from another field, tells nothing. */
const TELLS_NOTHING = /\.labels\.(?:pod-template-hash|controller-revision-hash)$|\.serviceHosts$/;

/**
 * What was changed before a group's trouble began (R8): in which fields the pod template of its workload differs from
 * the last one that worked. Evidence, no proof; null where nothing is known to have changed.
 */
export function changeOf(group: Group, view: View<Kind>): Change | null {
  const workload = workloadOf(group, view);
  if (workload === undefined) return null;
  const failing = group.judged.map(({ object }) => object);
  const since = timeMs(earliest(group.judged.map(({ judgement }) => judgement.since)));
  const change = lastChange(revisionsOf(workload, view), failing, since, SOON_MS);
  if (change === undefined) return null;
  const { before, after } = change;
  const found = differencesOf(before.template, after.template, 'spec.template');
  const all = found.filter(({ path }) => !TELLS_NOTHING.test(path) && !path.startsWith(ANNOTATIONS));
  const differences = all.slice(0, MOST_DIFFERENCES).map(({ path, from, to }) => ({
    path,
    from: valueWithoutSecrets(from),
    to: valueWithoutSecrets(to),
  }));
  return {
    object: refOf(workload),
    at: after.createdAt,
    what: `revision ${after.number}, after ${before.number}${marksText(marksIn(found), all.length === 0)}`,
    differences,
  };
}

/** The keys of the template's annotations that differ. One side may have none at all: that is one difference. */
function marksIn(differences: readonly FieldDifference[]): readonly string[] {
  return differences.flatMap(({ path, from, to }) => {
    if (path === ANNOTATIONS) return Object.keys(from ?? to ?? {});
    return path.startsWith(`${ANNOTATIONS}.`) ? [path.slice(ANNOTATIONS.length + 1)] : [];
  });
}

/** What annotations tell of a change: their values say nothing to people. */
function marksText(keys: readonly string[], isAll: boolean): string {
  const marks = keys.filter(isConfigMark);
  if (marks.length > 0) {
    const [noun, pronoun] = marks.length === 1 ? ['annotation', 'it'] : ['annotations', 'them'];
    return `; its ${noun} ${listText(marks)} changed: a ConfigMap or Secret changed with ${pronoun}`;
  }
  if (!isAll) return '';
  return keys.includes(RESTARTED_AT)
    ? '; its pods were made anew by kubectl rollout restart'
    : '; what differs is a value, an argument or an annotation, and these are not read';
}

function workloadOf(
  { subject }: Group,
  view: View<Kind>,
): ObjectOf<'Deployment' | 'StatefulSet' | 'DaemonSet'> | undefined {
  const { kind, namespace, name } = subject;
  if (kind !== 'Deployment' && kind !== 'StatefulSet' && kind !== 'DaemonSet') return undefined;
  const found = view.get(kind, namespace, name);
  return found.state === 'found' ? found.object : undefined;
}
