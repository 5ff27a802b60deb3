import type { Json } from '../base/json.ts';

const LONGEST = 240;

/** `= CrashLoopBackOff`, `= 3`, `= {"app":"web"}` or `is not set`; cut where it is very long, unless `whole`. */
export function valueText(value: Json, whole: boolean): string {
  if (value === null) return 'is not set';
  const text = typeof value === 'string' && value.trim() !== '' ? value : JSON.stringify(value);
  return `= ${whole || text.length <= LONGEST ? text : `${text.slice(0, LONGEST).toWellFormed()}...`}`;
}
