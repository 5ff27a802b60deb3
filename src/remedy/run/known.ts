import type { FreshLook } from '../plan/repair.ts';

/** What was so before a run: ids of findings, and the checks that could not be judged. Kept as one list of words. */
export type Known = ReadonlySet<string>;

export function knownIn({ findings, unjudged }: FreshLook): Known {
  return new Set([...findings.map(({ id }) => id), ...unjudged.map(wordFor)]);
}

/**
 * True where more is hidden than before: then silence proves nothing. What was hidden from the first has hidden no
 * finding that was seen, and an account with few rights is not to fail for what it could never see.
 */
export function seesLess({ unjudged }: FreshLook, known: Known): boolean {
  return unjudged.some((check) => !known.has(wordFor(check)));
}

/** No id of a finding has a space in it. */
function wordFor(check: string): string {
  return `unjudged ${check}`;
}
