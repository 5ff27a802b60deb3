import type { Finding } from '../../findings/finding.ts';
import { type ObjectRef, refKey } from '../../kube/object-ref.ts';
import { link, type Scene } from './scene.ts';

/** Ties to the rest what no relation of the API does: with the words of the diagnosis. */
export function connect(scene: Scene, finding: Finding): void {
  const subject = refKey(finding.subject);
  let reached = reachedFrom(subject, scene);
  const tie = (ref: ObjectRef, from: string, to: string, word: 'leads to' | 'seen in'): void => {
    if (reached.has(refKey(ref)) || !scene.things.has(refKey(ref))) return;
    link(scene, from, to, word);
    reached = reachedFrom(subject, scene);
  };
  for (const { subject: other } of finding.causes) tie(other, refKey(other), subject, 'leads to');
  // A symptom of a symptom is tied once that one is: as many rounds as it takes.
  for (let before = 0; before !== reached.size; ) {
    before = reached.size;
    for (const { subject: symptom, because } of finding.symptoms) {
      const by = refKey(because.by.subject);
      if (reached.has(by)) tie(symptom, by, refKey(symptom), 'leads to');
    }
  }
  for (const { subject: symptom } of finding.symptoms) tie(symptom, subject, refKey(symptom), 'leads to');
  for (const member of finding.members) tie(member, subject, refKey(member), 'leads to');
  for (const { object } of finding.evidence) tie(object, subject, refKey(object), 'seen in');
}

function reachedFrom(start: string, { links }: Scene): ReadonlySet<string> {
  const next = new Map<string, string[]>();
  for (const { from, to } of links.values()) {
    next.set(from, [...(next.get(from) ?? []), to]);
    next.set(to, [...(next.get(to) ?? []), from]);
  }
  const reached = new Set([start]);
  for (const key of reached) for (const other of next.get(key) ?? []) reached.add(other);
  return reached;
}
