import { refText } from '../../kube/object-ref.ts';
import { defineGuard } from './define-guard.ts';
import type { Denial } from './guard.ts';
import type { TargetFacts } from './live-facts.ts';
import { deny, together } from './verdicts.ts';

/** The target is the one that was planned for, and neither it nor a namespace is going away. */
export const target = defineGuard({
  id: 'target',
  title: 'The target is there, and the one that was planned for',
  on: 'target',
  judge: (facts) => together([...object(facts), ...facts.namespaces.flatMap(namespace)]),
});

function object({ ref, plannedUid, live }: TargetFacts): readonly Denial[] {
  const name = refText(ref);
  if (live.state === 'missing') return [deny(`${name} does not exist`, { id: 'TargetMissing' })];
  if (live.state === 'unreadable') return [deny(`${name} cannot be read: ${live.reason}`, { id: 'Unknown' })];
  const { uid, deletionTimestamp } = live.object.metadata;
  const denials: Denial[] = [];
  if (uid === undefined || (plannedUid !== null && uid !== plannedUid)) {
    const planned = plannedUid === null ? 'an object with a uid' : `the one with uid ${plannedUid}`;
    const reason = `${name} has uid ${uid ?? '(none)'}, and the plan was made for ${planned}`;
    denials.push(deny(reason, { id: 'TargetReplaced', hint: 'make a new plan' }));
  }
  if (deletionTimestamp !== undefined) {
    denials.push(deny(`${name} is being deleted since ${deletionTimestamp}`, { id: 'TargetTerminating' }));
  }
  return denials;
}

function namespace({ name, live }: TargetFacts['namespaces'][number]): readonly Denial[] {
  if (live.state === 'missing') return [deny(`Namespace ${name} does not exist`, { id: 'NamespaceMissing' })];
  if (live.state === 'unreadable') {
    return [deny(`Namespace ${name} cannot be read: ${live.reason}`, { id: 'Unknown' })];
  }
  const { metadata, status } = live.object;
  const ends = metadata.deletionTimestamp !== undefined || status?.phase === 'Terminating';
  return ends ? [deny(`Namespace ${name} is Terminating`, { id: 'NamespaceTerminating' })] : [];
}
