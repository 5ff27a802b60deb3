import type { Kind, ObjectOf } from '../object.ts';
import { type Labels, labelsMatch, selectorMatches } from '../selectors.ts';
import type { RelationWord } from './relation.ts';

/** Which pods of its namespace an object is about, by their labels. */
export interface Selection {
  readonly word: RelationWord;
  readonly takes: (labels: Labels | undefined) => boolean;
}

type Select<K extends Kind> = (object: ObjectOf<K>) => Selection | undefined;

const SELECTIONS: { readonly [K in Kind]?: Select<K> } = {
  Service: ({ spec }) => {
    const wanted = spec?.selector ?? {};
    if (Object.keys(wanted).length === 0) return undefined;
    return { word: 'selects', takes: (labels) => labelsMatch(wanted, labels) };
  },
  PodDisruptionBudget: ({ spec }) => ({
    word: 'protects',
    takes: (labels) => selectorMatches(spec?.selector, labels),
  }),
  NetworkPolicy: ({ spec }) => ({
    word: 'selects',
    takes: (labels) => selectorMatches(spec?.podSelector, labels),
  }),
};

/** The pods that an object selects; undefined for one that selects none. */
export function selectionOf<K extends Kind>(kind: K, object: ObjectOf<K>): Selection | undefined {
  const select: Select<K> | undefined = SELECTIONS[kind];
  return select?.(object);
}
