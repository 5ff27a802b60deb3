import { listText } from '../base/list-text.ts';
import { type ObjectRef, refKey, refText } from '../kube/object-ref.ts';
import type { Report } from './report.ts';
import { shortened } from './value-text.ts';

type Finding = Report['findings'][number];

const NAMES_SHOWN = 4;
const LONGEST = 160;

/**
 * `Service shop/web: no ready endpoints`; objects of one kind and namespace that say the same share a line. What is
 * about the finding's own subject comes first and does not name it again. With `whole`, nothing is shortened.
 */
export function symptomTexts({ symptoms, subject }: Finding, whole = false): readonly string[] {
  const own = symptoms.filter((symptom) => refKey(symptom.subject) === refKey(subject));
  const others = symptoms.filter((symptom) => refKey(symptom.subject) !== refKey(subject));
  const words = (message: string) => (whole ? message : shortened(message, LONGEST));
  const groups = Map.groupBy(others, (symptom) =>
    [symptom.check, symptom.message, symptom.subject.kind, symptom.subject.namespace].join('\0'),
  );
  return [
    ...own.map(({ message }) => words(message)),
    ...[...groups.values()].flatMap((group) => {
      const refs = group.map((symptom) => symptom.subject);
      const objects = refTexts(refs, whole ? Number.POSITIVE_INFINITY : NAMES_SHOWN);
      return objects.map((text) => `${text}: ${words(group[0]?.message ?? '')}`);
    }),
  ];
}

/** `Pod shop/web-1, web-2 and 3 more`: one text for each kind and namespace. */
export function refTexts(refs: readonly ObjectRef[], namesShown = Number.POSITIVE_INFINITY): readonly string[] {
  const groups = Map.groupBy(refs, ({ kind, namespace }) => [kind, namespace].join('\0'));
  return [...groups.values()].map((group) =>
    listText(
      group.map((ref, index) => (index === 0 ? refText(ref) : ref.name)),
      namesShown,
    ),
  );
}
