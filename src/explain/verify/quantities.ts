import type { Support } from './support.ts';
import { type Objection, objection } from './verified.ts';

/** What a quantity can be, how a sentence says it and how the evidence does. */
const ROLES: readonly (readonly [RegExp, RegExp])[] = [
  [
    /\b(?:at most|maximum|max|allows?|allowed|allowing)\b/u,
    /at most|\bmax|allow|limited|\bof [\d.]+\w* used|hard|quota/u,
  ],
  [/\b(?:at least|minimum)\b/u, /at least|\bmin/u],
  [/\blimits?\b/u, /limit/u],
  [/\b(?:wants?|requests?|requested|requesting|needs?|asks|wanted)\b/u, /want|request|need/u],
  [
    /\b(?:has|have|offers?|provides?|available|free|left|allocatable|capacity)\b/u,
    /\bhas\b|\bmost\b|allocatable|capacity|available|left|free|\blabels?\b/u,
  ],
  [/\b(?:uses|used|using)\b/u, /\bus(?:es?|ed|ing|age)\b/u],
  [/\b(?:selectors?|selects?|podselector|nodeselector|matches)\b/u, /select|match/u],
  [/\b(?:labels?|labell?ed|carry|carries)\b/u, /label|\bhas\b|\bhave\b/u],
];

/** A quantity, or a label with its value. */
const VALUE = /(?<![\w.=/-])(?:\d+(?:\.\d+)?(?: ?[KMGT]iB?)|\d+m|[\w./-]+=[\w.-]+)(?![\w/-])/gu;

const CLAUSE = /[;,]\s|\b(?:and|but|while|although|though|whereas|than)\b/iu;

function clausesOf(text: string): readonly string[] {
  return text.split(CLAUSE).filter((clause) => clause.trim() !== '');
}

function bareValue(value: string): string {
  return value.replace(/ ?([KMGT]i)B?$/u, '$1');
}

/** The role that stands nearest before a value, else nearest behind it. */
function roleOf(clause: string, at: number, end: number): RegExp | null {
  const before = clause.slice(0, at).toLowerCase();
  const after = clause.slice(end).toLowerCase();
  const last = ROLES.map(([said, wanted]) => ({ at: lastIndex(before, said), wanted }))
    .filter((role) => role.at >= 0)
    .toSorted((one, other) => other.at - one.at)[0];
  if (last !== undefined) return last.wanted;
  const next = ROLES.map(([said, wanted]) => ({ at: after.search(said), wanted }))
    .filter((role) => role.at >= 0)
    .toSorted((one, other) => one.at - other.at)[0];
  return next?.wanted ?? null;
}

function lastIndex(text: string, pattern: RegExp): number {
  return [...text.matchAll(new RegExp(pattern, 'gu'))].at(-1)?.index ?? -1;
}

/** True where a clause of the evidence gives the value that role, or the evidence does not write the value so. */
function hasRole(value: string, role: RegExp, evidence: readonly string[]): boolean {
  const written = evidence.filter((clause) => clause.includes(value));
  return written.length === 0 || written.some((clause) => role.test(clause.toLowerCase()));
}

/** Finds a quantity in the place of another: the limit as the maximum, what is wanted as what there is. */
export function swappedQuantity(sentence: string, support: Support): Objection | null {
  const evidence = [...support.own, ...support.free].flatMap(clausesOf);
  for (const clause of clausesOf(sentence)) {
    for (const { 0: value, index } of clause.matchAll(VALUE)) {
      const role = roleOf(clause, index, index + value.length);
      if (role !== null && !hasRole(bareValue(value), role, evidence)) return objection('number', value);
    }
  }
  return null;
}
