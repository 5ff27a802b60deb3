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
];

/** What a label with its value can be: what is selected by, or what an object has. */
const SELECTING = /select|match|requir|\bask|\bwant|\blook|\bneed/iu;
const CARRYING = /\b(?:labels?|labell?ed|carry|carries|has|have|with)\b/iu;

/** A quantity, or a label with its value. */
const VALUE = /(?<![\w.=/-])(?:\d+(?:\.\d+)?(?: ?[KMGT]iB?| (?:cpus?|CPUs?))|\d+m|[\w./-]+=[\w.-]+)(?![\w/-])/gu;

const CLAUSE = /[;,]\s|\b(?:and|but|exceeds?|exceeded|while|although|though|whereas|than)\b/iu;

/** In the evidence one verb has several quantities: "wants 64 cpu and 512Gi memory". */
const EVIDENCE_CLAUSE = /[;,]\s|\b(?:but|while|although|though|whereas|than)\b/iu;

function clausesOf(text: string, between: RegExp): readonly string[] {
  return text.split(between).filter((clause) => clause.trim() !== '');
}

function bareValue(value: string): string {
  return value.replace(/ ?([KMGT]i)B?$/u, '$1').replace(/ cpus?$/iu, ' cpu');
}

/** The role that stands nearest before a value and behind the value before it, else nearest behind it. */
function roleOf(clause: string, at: number, end: number): RegExp | null {
  if (clause.slice(at, end).includes('=')) return roleOfLabel(clause);
  const before = clause
    .slice(0, at)
    .replace(/^.*\d[KMGT]i?B?\b/u, '')
    .toLowerCase();
  const after = clause.slice(end).replace(VALUE, '\n').split('\n', 1)[0]?.toLowerCase() ?? '';
  const last = nearest(
    (said) => lastOf(before, said),
    (one, other) => other - one,
  );
  return (
    last ??
    nearest(
      (said) => after.search(said),
      (one, other) => one - other,
    )
  );
}

function roleOfLabel(clause: string): RegExp | null {
  if (SELECTING.test(clause)) return /select|match/u;
  return CARRYING.test(clause) ? /label|\bhas\b|\bhave\b|\bwith\b/u : null;
}

function lastOf(text: string, pattern: RegExp): number {
  return [...text.matchAll(new RegExp(pattern, 'gu'))].at(-1)?.index ?? -1;
}

/** What the evidence must say for the role that comes first in an order of places. */
function nearest(place: (said: RegExp) => number, order: (one: number, other: number) => number): RegExp | null {
  const found = ROLES.map(([said, wanted]) => ({ at: place(said), wanted })).filter(({ at }) => at >= 0);
  return found.toSorted((one, other) => order(one.at, other.at))[0]?.wanted ?? null;
}

/** True where a clause of the evidence gives the value that role, or the evidence does not write the value so. */
function hasRole(value: string, role: RegExp, evidence: readonly string[]): boolean {
  const written = evidence.filter((clause) => clause.replace(/CPU/gu, 'cpu').includes(value));
  return written.length === 0 || written.some((clause) => role.test(clause.toLowerCase()));
}

/** Finds a quantity in the place of another: the limit as the maximum, what is wanted as what there is. */
export function swappedQuantity(sentence: string, support: Support): Objection | null {
  const evidence = [...support.own, ...support.free].flatMap((line) => clausesOf(line, EVIDENCE_CLAUSE));
  for (const clause of clausesOf(sentence, CLAUSE)) {
    for (const { 0: value, index } of clause.matchAll(VALUE)) {
      const role = roleOf(clause, index, index + value.length);
      if (role !== null && !hasRole(bareValue(value), role, evidence)) return objection('number', value);
    }
  }
  return null;
}
