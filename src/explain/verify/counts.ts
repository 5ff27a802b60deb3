import { isNumber, speltNumber } from './numbers.ts';
import type { Support } from './support.ts';
import type { Token } from './tokens.ts';
import { type Objection, objection } from './verified.ts';

/** What is counted, and how the evidence calls it. A number of one thing is none of another. */
const COUNTED: readonly (readonly [RegExp, RegExp])[] = [
  [/^pods?$/u, /\bpods?\b/iu],
  [/^nodes?$/u, /\bnodes?\b/iu],
  [/^replicas?$/u, /\breplicas?\b/iu],
  [/^containers?$/u, /\bcontainers?\b/iu],
  [/^attempts?$/u, /\b(?:attempts?|failed|backofflimit)\b/iu],
  [/^runs?$/u, /\bruns?\b/iu],
  [/^jobs?$/u, /\b(?:jobs?|runs?)\b/iu],
  [/^(?:restarts?|times)$/u, /restart|\btimes\b|\b\d+x\b/iu],
  [/^(?:configmaps?|secrets?|claims?|services?|endpoints?|volumes?|objects?|events?|errors?|workloads?)$/u, /./u],
  [/^(?:cpus?|cores?|processors?)$/u, /cpu/iu],
];

/** "The 2 new pods": so many words may stand between a number and what it counts. */
const MAX_BETWEEN = 2;

function digitsOf(token: Token): string | null {
  const spelt = speltNumber(token.lower);
  return spelt ?? (isNumber(token.text) ? token.text : null);
}

/** True where the number stands beside what it counts, or nowhere: then it was read from another notation. */
function hasTogether(value: string, thing: RegExp, support: Support): boolean {
  const digits = new RegExp(`(?<![\\w.-])${value.replaceAll('.', '\\.')}(?:m|Ki|Mi|Gi)?(?![\\w-]|\\.\\d)`, 'u');
  const lines = support.countable.filter((line) => digits.test(line));
  return lines.length === 0 || lines.some((line) => thing.test(line));
}

/** The word that a number counts: the next but one at most, with no other number and no preposition before it. */
function countedBy(tokens: readonly Token[], index: number): RegExp | null {
  for (let at = index; at < index + 1 + MAX_BETWEEN; at++) {
    const token = tokens[at];
    const next = tokens[at + 1];
    if (token === undefined || next === undefined || token.last || /^(?:of|in|on|for|to|and|or|by)$/u.test(next.lower))
      return null;
    const thing = COUNTED.find(([word]) => word.test(next.lower));
    if (thing !== undefined) return thing[1];
  }
  return null;
}

function isCodeElsewhere(tokens: readonly Token[], index: number, value: string, support: Support): boolean {
  const [before, name] = [tokens[index - 2]?.lower ?? '', tokens[index - 1]?.lower ?? ''];
  if (name !== 'code' || !/^(?:exit|status)$/u.test(before)) return false;
  const said = new RegExp(`${before}\\s?code\\W{0,6}${value}\\b`, 'iu');
  return !support.countable.some((line) => said.test(line));
}

/** Finds a number that the evidence has, but of something else: seven pods where it has seven restarts. */
export function foreignCount(tokens: readonly Token[], support: Support): Objection | null {
  for (const [index, token] of tokens.entries()) {
    const value = digitsOf(token);
    if (value === null) continue;
    const thing = countedBy(tokens, index);
    if (isCodeElsewhere(tokens, index, value, support)) return objection('number', token.text);
    if (thing !== null && !hasTogether(value, thing, support)) return objection('number', token.text);
  }
  return null;
}
