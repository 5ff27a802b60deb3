import { type ObjectRef, refText } from '../kube/object-ref.ts';
import { shortList } from './counting.ts';
import type { Report } from './report.ts';

type Symptom = Report['findings'][number]['symptoms'][number];

const NAMES_SHOWN = 3;

/** `Service shop/web: no ready endpoints`; objects of one kind and namespace that say the same share a line. */
export function symptomTexts(symptoms: readonly Symptom[], namesShown = NAMES_SHOWN): readonly string[] {
  const groups = Map.groupBy(symptoms, ({ check, message, subject }) =>
    [check, message, subject.kind, subject.namespace].join('\0'),
  );
  return [...groups.values()].flatMap((group) =>
    refTexts(
      group.map(({ subject }) => subject),
      namesShown,
    ).map((objects) => `${objects}: ${group[0]?.message ?? ''}`),
  );
}

/** `Pod shop/web-1, web-2 and 3 more`: one text for each kind and namespace. */
export function refTexts(refs: readonly ObjectRef[], namesShown = Number.POSITIVE_INFINITY): readonly string[] {
  const groups = Map.groupBy(refs, ({ kind, namespace }) => [kind, namespace].join('\0'));
  return [...groups.values()].map((group) =>
    shortList(
      group.map((ref, index) => (index === 0 ? refText(ref) : ref.name)),
      namesShown,
    ),
  );
}
