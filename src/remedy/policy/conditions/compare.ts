import type { Sample } from '../../signals/sample.ts';
import type { Compare, Value } from '../schema/compare.ts';
import { allOf, anyOf, type Truth, truthOf } from './truth.ts';

/** What was the case when the leaf was judged last. */
export interface Before {
  /** It was true: the value must come back to `clear` before it is false. */
  readonly held: boolean;
  /** The value then, for `changed`; null where there was none. */
  readonly value: Value | null;
}

/** Whether a sample fulfils a comparison. */
export function compareSample(compare: Compare, sample: Sample, before: Before): Truth {
  if (sample.state === 'unknown') return 'unknown';
  if (compare.op === 'absent') return truthOf(sample.state === 'absent');
  if (sample.state === 'absent') return sample.means;
  const truths = sample.values.map((value) =>
    sample.atLeast === true ? compareBound(compare, value, before) : compareValue(compare, value, before),
  );
  return sample.reduce === 'all' ? allOf(truths) : anyOf(truths);
}

function compareValue(compare: Compare, value: Value, before: Before): Truth {
  switch (compare.op) {
    case 'eq':
      return truthOf(value === compare.value);
    case 'ne':
      return truthOf(value !== compare.value);
    case 'changed':
      return truthOf(before.value !== null && before.value !== value);
    case 'absent':
      return 'false';
    default:
      return typeof value === 'number' && !Number.isNaN(value) ? compareNumber(compare, value, before) : 'unknown';
  }
}

type Numeric = Extract<Compare, { readonly op: 'gt' | 'gte' | 'lt' | 'lte' | 'outside' }>;

function compareNumber(compare: Numeric, value: number, { held }: Before): Truth {
  switch (compare.op) {
    case 'outside':
      return truthOf(value < compare.low || value > compare.high);
    case 'gt':
    case 'gte':
      if (held && compare.clear !== null) return truthOf(value > compare.clear);
      return truthOf(compare.op === 'gt' ? value > compare.value : value >= compare.value);
    case 'lt':
    case 'lte':
      if (held && compare.clear !== null) return truthOf(value < compare.clear);
      return truthOf(compare.op === 'lt' ? value < compare.value : value <= compare.value);
  }
}

/** Of a value that may be more than this: only what no greater value changes is known. */
function compareBound(compare: Compare, value: Value, before: Before): Truth {
  const truth = compareValue(compare, value, before);
  if (compare.op === 'gt' || compare.op === 'gte') return truth === 'true' ? 'true' : 'unknown';
  if (compare.op === 'lt' || compare.op === 'lte') return truth === 'false' ? 'false' : 'unknown';
  return compare.op === 'outside' && typeof value === 'number' && value > compare.high ? 'true' : 'unknown';
}
