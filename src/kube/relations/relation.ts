import type { ObjectRef } from '../object-ref.ts';

/** How one object depends on another, and how the same is said from the other end. */
export const PASSIVE = {
  owns: 'owned by',
  'routes to': 'behind',
  selects: 'selected by',
  scales: 'scaled by',
  protects: 'protected by',
  reads: 'read by',
  mounts: 'mounted by',
  'pulls with': 'pull secret of',
  'runs as': 'account of',
  'runs on': 'runs',
  'bound to': 'bound by',
  'of class': 'class of',
  'refused by': 'refuses',
  calls: 'called by',
  'served by': 'serves',
  'attached to': 'has attached',
  'governed by': 'governs',
  'issued by': 'issues',
  fills: 'filled by',
  grants: 'granted by',
  'granted to': 'has',
  'seen in': 'shows',
  'leads to': 'follows from',
} as const;

export type RelationWord = keyof typeof PASSIVE;

/** One place in an object that names another one. */
export interface Reference {
  readonly word: RelationWord;
  readonly to: ObjectRef;
  /** True where the object is content without it. */
  readonly optional: boolean;
}

/** A reference that must be there. */
export function reference(word: RelationWord, to: ObjectRef): Reference {
  return { word, to, optional: false };
}
