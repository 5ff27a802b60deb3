import { z } from 'zod';
import { strict } from '../../../base/document/strict.ts';
import { quantityValue } from '../../../kube/quantities.ts';

const OPS = ['gt', 'gte', 'lt', 'lte', 'eq', 'ne', 'outside', 'changed', 'absent'] as const;

const Scalar = z.union([z.number(), z.string().max(253), z.boolean()]);

/** How a value is compared. A text like `512Mi` is read as a quantity where a number is needed. */
export const CompareInput = strict({
  op: z.enum(OPS),
  value: z.union([Scalar, z.array(z.union([z.number(), z.string().max(63)])).length(2)]).optional(),
  /** Once true, it stays true until the value is here or beyond. */
  clear: z.union([z.number(), z.string().max(63)]).optional(),
});
export type CompareInput = z.output<typeof CompareInput>;

export type Value = number | string | boolean;

/** A comparison in numbers. */
export type Compare =
  | { readonly op: 'gt' | 'gte' | 'lt' | 'lte'; readonly value: number; readonly clear: number | null }
  | { readonly op: 'eq' | 'ne'; readonly value: Value }
  | { readonly op: 'outside'; readonly low: number; readonly high: number }
  | { readonly op: 'changed' | 'absent' };

/** The comparison, or what is wrong with it. */
export function toCompare({ op, value, clear }: CompareInput): Compare | string {
  if (clear !== undefined && !/^[gl]te?$/.test(op))
    return `clear does not go with ${op}: it goes with gt, gte, lt and lte`;
  switch (op) {
    case 'changed':
    case 'absent':
      return value === undefined ? { op } : `${op} takes no value`;
    case 'eq':
    case 'ne':
      return value === undefined || Array.isArray(value) ? `${op} needs one value` : { op, value };
    case 'outside':
      return range(value);
    default:
      return threshold(op, value, clear);
  }
}

function range(value: CompareInput['value']): Compare | string {
  const [low, high] = Array.isArray(value) ? value.map(numberOf) : [];
  if (low === undefined || high === undefined || low > high) return 'outside needs two numbers, the lower one first';
  return { op: 'outside', low, high };
}

function threshold(
  op: 'gt' | 'gte' | 'lt' | 'lte',
  raw: CompareInput['value'],
  rawClear: CompareInput['clear'],
): Compare | string {
  const value = Array.isArray(raw) ? undefined : numberOf(raw);
  if (value === undefined) return `${op} needs a number as its value`;
  if (rawClear === undefined) return { op, value, clear: null };
  const clear = numberOf(rawClear);
  const rising = op === 'gt' || op === 'gte';
  if (clear === undefined || (rising ? clear >= value : clear <= value)) {
    return `clear must be a number ${rising ? 'below' : 'above'} ${value}`;
  }
  return { op, value, clear };
}

function numberOf(value: Value | undefined): number | undefined {
  if (typeof value === 'boolean') return undefined;
  return quantityValue(value);
}
