import type { ObjectOf } from '../object.ts';
import { quantityValue } from '../quantities.ts';
import type { LimitViolation } from './refusal.ts';

type LimitRange = ObjectOf<'LimitRange'>;

/** The LimitRange that has one of these bounds: the API server's refusal does not name it. */
export function limitRangeWith(
  violations: readonly LimitViolation[],
  ranges: readonly LimitRange[],
): LimitRange | undefined {
  return ranges.find((range) => violations.some((violation) => hasBound(range, violation)));
}

function hasBound({ spec }: LimitRange, { type, bound, resource, allowed }: LimitViolation): boolean {
  return (spec?.limits ?? []).some(
    (limit) => limit.type === type && quantityValue(limit[bound]?.[resource]) === quantityValue(allowed),
  );
}

/** `a Container may have at most 64Mi memory, and its limit is 128Mi`. */
export function violationText({ bound, resource, type, allowed, field, actual }: LimitViolation): string {
  const is = actual === null ? `it has no ${field}` : `its ${field} is ${actual}`;
  switch (bound) {
    case 'max':
      return `a ${type} may have at most ${allowed} ${resource}, and ${is}`;
    case 'min':
      return `a ${type} must have at least ${allowed} ${resource}, and ${is}`;
    case 'maxLimitRequestRatio':
      return `the ${resource} limit of a ${type} may be at most ${allowed} times its request, and ${is}`;
  }
}
