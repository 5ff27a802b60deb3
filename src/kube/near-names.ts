import { nearMisses } from '../base/near-miss.ts';

/** Finds the names that may have been meant; `scope` tells one set of candidates from another. */
export type NearNames = (scope: string, name: string, candidates: () => Iterable<string>) => string[];

/** Near misses that are looked for once, however many pods name the same thing that is not there. */
export function nearNames(): NearNames {
  const known = new Map<string, readonly string[]>();
  return (scope, name, candidates) => {
    const key = `${scope}\0${name}`;
    const found = known.get(key) ?? nearMisses(name, candidates());
    known.set(key, found);
    return [...found];
  };
}
