import type { Kind } from '../kube/object.ts';
import { type ExtraFields, isKeptWhole } from '../snapshot/extra-fields.ts';
import type { CustomCheck } from './custom-check.ts';

/** What these checks look at and the checks of the catalogue do not. */
export function extraFields(checks: readonly CustomCheck[]): ExtraFields {
  const extra = new Map<Kind, (readonly string[])[]>();
  for (const check of checks) {
    const paths = missingFields(check);
    if (paths.length > 0) extra.set(check.kind, [...(extra.get(check.kind) ?? []), ...paths]);
  }
  return extra;
}

/** The fields of a check that a recording of this tool does not hold, so that it cannot judge one. */
export function missingFields({ kind, fields }: CustomCheck): readonly (readonly string[])[] {
  return fields.filter((path) => path.length > 0 && !isKeptWhole(kind, path));
}
