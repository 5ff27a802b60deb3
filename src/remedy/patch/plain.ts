import type { Json } from '../../base/json.ts';
import { isList, isMap } from './pointer.ts';

/** Plain JSON of anything that JSON can hold; undefined for undefined. Fields that are undefined are not there. */
export function plain(value: unknown): Json | undefined {
  // The parsing border: JSON.parse gives JSON.
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as Json);
}

/** True for equal JSON, whatever the order of the fields. */
export function isSame(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true;
  if (isList(left) && isList(right)) {
    return left.length === right.length && left.every((item, index) => isSame(item, right[index]));
  }
  if (!isMap(left) || !isMap(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && isSame(left[key], right[key]))
  );
}
