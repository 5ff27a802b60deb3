import type { Support } from './support.ts';
import { wordsIn } from './tokens.ts';
import { type Objection, objection } from './verified.ts';
import { FUNCTION_WORDS } from './vocabulary/function-words.ts';

/** What stands behind these is said to be the reason. */
const REASON = /\b(?:because|since|due to|caused by|as (?=the\b|its\b)|results? from)\b/iu;

/** What stands before these is. */
const EFFECT = /\b(?:makes?|causes?|(?:is|are) the (?:\w+ )?(?:cause|reason))\b/iu;

function contentOf(text: string): readonly string[] {
  return wordsIn(text).filter((word) => word.length > 2 && !FUNCTION_WORDS.has(word));
}

/** A word that stands only in what follows from the problem. */
function wordOfConsequence(text: string, { consequences, premises }: Support): string | undefined {
  return contentOf(text).find((word) => consequences.has(word) && !premises.has(word));
}

/** What stands before a word and behind it; "since it fails, it waits" has both behind it. */
function sidesOf(sentence: string, at: number, length: number): readonly [string, string] {
  const after = sentence.slice(at + length);
  if (at > 0) return [sentence.slice(0, at), after];
  const comma = after.indexOf(', ');
  return comma < 0 ? ['', after] : [after.slice(comma), after.slice(0, comma)];
}

/**
 * Finds a cause that is a consequence: "it crashes because the Service has no endpoint". A consequence may be the reason
 * of another one.
 */
export function reversedCause(sentence: string, support: Support): Objection | null {
  const reason = REASON.exec(sentence);
  const effect = reason === null ? EFFECT.exec(sentence) : null;
  const match = reason ?? effect;
  if (match === null) return null;
  const [before, after] = sidesOf(sentence, match.index, match[0].length);
  const [cause, outcome] = reason === null ? [before, after] : [after, before];
  const word = wordOfConsequence(cause, support);
  if (word === undefined || wordOfConsequence(outcome, support) !== undefined) return null;
  return objection('contradiction', word);
}
