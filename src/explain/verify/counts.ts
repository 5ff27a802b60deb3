import { isNumber, speltNumber } from './numbers.ts';
import type { Support } from './support.ts';
import type { Token } from './tokens.ts';
import { type Objection, objection } from './verified.ts';

/** What is counted, and how the evidence calls it. A number of one thing is none of another. */
const COUNTED: readonly (readonly [RegExp, string])[] = [
  [/^pods?$/u, 'pods?|replicas?|objects|healthy|expectedpods|ones?'],
  [/^nodes?$/u, 'nodes?'],
  [/^replicas?$/u, 'replicas?|pods?'],
  [/^containers?$/u, 'containers?'],
  [/^attempts?$/u, 'attempts?|failed(?= =)|backofflimit'],
  [/^runs?$/u, 'runs?|jobs?'],
  [/^jobs?$/u, 'jobs?|runs?'],
  [/^(?:restarts?|times)$/u, 'restarts?|restartcount|times|attempts?'],
  [/^(?:cpus?|cores?|processors?)$/u, 'cpus?'],
];

/** "The 2 new pods": so many words may stand between a number and what it counts. */
const MAX_BETWEEN = 2;

function digitsOf(token: Token): string | null {
  const spelt = speltNumber(token.lower);
  return spelt ?? (isNumber(token.text) ? token.text : null);
}

/** True where the evidence counts that, `5 restarts`, `2 of 2 new pods`, or has a field of it: `replicas = 2`. */
function hasTogether(value: string, thing: string, support: Support): boolean {
  const digits = value.replaceAll('.', '\\.');
  const counted = new RegExp(
    `(?<![\\w.:/-])${digits}(?:(?:m|[KMG]i)?(?: of \\d+)?(?: (?!of\\b)[\\w-]+){0,2} (?:${thing})(?![\\w/-]))`,
    'iu',
  );
  const field = new RegExp(`(?:${thing})\\W{0,3}(?:= ?|is |of )?(?<![\\w.-])${digits}(?![\\w-]|\\.\\d)`, 'iu');
  const nowhere = !support.countable.some((line) => new RegExp(`(?<![\\w.-])${digits}(?![\\w-])`, 'u').test(line));
  return (
    nowhere || support.countable.some((line) => counted.test(line) || field.test(line) || isNamed(line, value, thing))
  );
}

/** "2 of its objects are affected: Pod shop/a, Pod shop/b": so many of that kind. */
function isNamed(line: string, value: string, thing: string): boolean {
  const [, count, kind] = /(\d+) of its objects are affected: (\w+)/u.exec(line) ?? [];
  return count === value && kind !== undefined && new RegExp(`^(?:${thing})$`, 'iu').test(kind);
}

/** The word that a number counts: the next but one at most, with no other number and no preposition before it. */
function countedBy(tokens: readonly Token[], index: number): string | null {
  for (let at = index; at < index + 1 + MAX_BETWEEN; at++) {
    const token = tokens[at];
    const next = tokens[at + 1];
    if (
      token === undefined ||
      next === undefined ||
      token.last ||
      /^(?:of|in|on|for|to|and|or|by|a|an|the|that|which|is|are|from|with|after|at|than)$/u.test(next.lower)
    )
      return null;
    const thing = COUNTED.find(([word]) => word.test(next.lower));
    if (thing !== undefined) return thing[1];
  }
  return null;
}

/** Words whose number stands right behind them, and how the evidence says it. */
const BEFORE: readonly (readonly [RegExp, string])[] = [
  [/exit code$/u, 'exit\\s?code'],
  [/(?:exits?|exited|ended|ends|terminate[sd]?) with (?:the )?code$/u, 'exit\\s?code'],
  [/status(?: code)?$/u, 'status(?:\\s?code)?|HTTP'],
  [/ports?$/u, 'ports?|:\\d+|tcp'],
];

/** A code or a port of that number, or a field with that value: not any other that has the number. */
function isOfAnother(tokens: readonly Token[], index: number, value: string, support: Support): boolean {
  const before = tokens
    .slice(Math.max(0, index - 4), index)
    .map(({ lower }) => lower)
    .join(' ');
  const isBare = /^\d+$/u.test(value);
  const known = BEFORE.find(([words]) => words.test(before));
  if (known !== undefined && !isBare) return true;
  const field = fieldBefore(tokens, index);
  const how = field ?? known?.[1];
  if (how === undefined || !isBare) return false;
  const said = new RegExp(`(?:${how})\\W{0,6}(?:is |of |equals )?(?<!\\d)${value}(?!\\w)`, 'iu');
  const asAddress = field === null && how.startsWith('ports') ? new RegExp(`[:(]${value}(?!\\w)`, 'u') : null;
  return !support.countable.some((line) => said.test(line) || asAddress?.test(line));
}

/** "backoffLimit of 3", "spec.replicas is 1": the field whose value the number would be. */
function fieldBefore(tokens: readonly Token[], index: number): string | null {
  const [first, second] = [tokens[index - 1], tokens[index - 2]];
  const isLink = first !== undefined && /^(?:is|of|was|=|equals)$/u.test(first.lower);
  const field = (isLink ? second : first)?.text ?? '';
  return /^[a-z]+[A-Z]\w*$|^(?:spec|status)\.[\w.]+$/u.test(field) ? field.replaceAll('.', '\\.') : null;
}

/** "Restarted once": a number as well, unless it is the conjunction. */
const ONCE =
  /\b(?:restarted|started|crashed|failed|killed|ran) (once|twice)(?=[.,;)]| (?:and|so|but|already|before)\b)/u;

/** Finds "restarted once" where the evidence has no one of that. */
export function foreignOnce(sentence: string, support: Support): Objection | null {
  const word = ONCE.exec(sentence.toLowerCase())?.[1];
  if (word === undefined) return null;
  const wanted = word === 'once' ? '(?:1|one)' : '(?:2|two)';
  const said = new RegExp(`\\b${wanted} (?:restarts?|times?|attempts?)\\b|(?:restartCount|failed) = ${wanted}\\b`, 'u');
  return support.countable.some((line) => said.test(line)) ? null : objection('number', word);
}

/** Finds a number that the evidence has, but of something else: seven pods where it has seven restarts. */
export function foreignCount(tokens: readonly Token[], support: Support): Objection | null {
  for (const [index, token] of tokens.entries()) {
    const value = digitsOf(token);
    if (value === null) continue;
    const thing = countedBy(tokens, index);
    if (isOfAnother(tokens, index, value, support)) return objection('number', token.text);
    if (thing !== null && !hasTogether(value, thing, support)) return objection('number', token.text);
  }
  return null;
}
