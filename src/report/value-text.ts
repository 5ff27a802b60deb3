import type { Json } from '../base/json.ts';

const LONGEST = 240;

/** `= CrashLoopBackOff`, `= 3`, `= {"app":"web"}` or `is not set`; shortened where it is very long, unless `whole`. */
export function valueText(value: Json, whole: boolean): string {
  if (value === null) return 'is not set';
  const text = typeof value === 'string' && value.trim() !== '' ? value : JSON.stringify(value);
  return `= ${whole ? text : shortened(text, LONGEST)}`;
}

/** `= web:1 -> web:2`, `is new: 3`, or `is gone, was 3`. */
export function changeText(from: Json, to: Json, whole: boolean): string {
  if (from === null) return `is new: ${valueText(to, whole).slice(2)}`;
  if (to === null) return `is gone, was ${valueText(from, whole).slice(2)}`;
  return `${valueText(from, whole)} -> ${valueText(to, whole).slice(2)}`;
}

/** Takes the middle out of a long text: errors begin with who failed and end with why. */
export function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const half = Math.floor((longest - 5) / 2);
  return `${text.slice(0, half).toWellFormed()} ... ${text.slice(-half).toWellFormed()}`;
}
