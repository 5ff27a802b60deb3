import { refText } from '../kube/object-ref.ts';
import { shortList } from './counting.ts';
import type { Report } from './report.ts';

type Symptom = Report['findings'][number]['symptoms'][number];

const NAMES_SHOWN = 3;

/** `Service shop/web: no ready endpoints`; objects of one kind and namespace that say the same share a line. */
export function symptomTexts(symptoms: readonly Symptom[]): readonly string[] {
  const groups = new Map<string, [Symptom, ...Symptom[]]>();
  for (const symptom of symptoms) {
    const { check, message, subject } = symptom;
    const key = [check, message, subject.kind, subject.namespace].join('\0');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [symptom]);
    else group.push(symptom);
  }
  return [...groups.values()].map(([first, ...others]) => {
    const names = [refText(first.subject), ...others.map(({ subject }) => subject.name)];
    return `${shortList(names, NAMES_SHOWN)}: ${first.message}`;
  });
}
