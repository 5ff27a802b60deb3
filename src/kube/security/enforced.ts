import type { ObjectOf } from '../object.ts';
import { SECURITY_LEVELS, type SecurityLevel } from './standards.ts';

const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** The level that each namespace enforces, of those that refuse anything. For `view.shared`. */
export function enforcedLevels(view: {
  all(kind: 'Namespace'): readonly ObjectOf<'Namespace'>[];
}): ReadonlyMap<string, SecurityLevel> {
  return new Map(
    view.all('Namespace').flatMap(({ metadata }) => {
      const level = SECURITY_LEVELS.find((one) => one === metadata.labels?.[ENFORCE]);
      return level === undefined || metadata.deletionTimestamp !== undefined ? [] : [[metadata.name, level] as const];
    }),
  );
}
