import type { Json } from '../base/json.ts';

const LONGEST = 240;

/** `= CrashLoopBackOff`, `= 3`, `= {"app":"web"}` or `is not set`; cut where it is very long, unless `whole`. */
export function valueText(value: Json, whole: boolean): string {
  if (value === null) return 'is not set';
  const text = typeof value === 'string' && !looksLikeJson(value) ? value : JSON.stringify(value);
  return `= ${whole || text.length <= LONGEST ? text : `${text.slice(0, LONGEST).toWellFormed()}...`}`;
}

/** A string that would be read as a number, as nothing, or as the end of the line. */
function looksLikeJson(text: string): boolean {
  return text.trim() === '' || /^(true|false|null|-?\d[\d.eE+-]*)$/.test(text);
}
