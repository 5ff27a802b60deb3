import { type Objection, objection } from './verified.ts';
import { isEnglishWord, isVerbForm } from './vocabulary/english.ts';
import { FUNCTION_WORDS } from './vocabulary/function-words.ts';
import { isKindWord } from './vocabulary/kubernetes.ts';

/** What a problem is mostly the absence of. */
const STATES = [
  /\bexist(?:s|ed)?\b/u,
  /\b(?:is|are|was|were|becomes?|became|stays?|remains?) (?:now |already |still )?(?:ready|available|reachable|accessible|bound|valid|present|correct|set)\b/u,
  /\b(?:succeed\w*|success\w*|completes?|completed)\b/u,
  /\b(?:can|could) (?!not)(?:now |still )?(?:be )?(?:pulled|pull|reached|reach|mounted|mount|scheduled|start|started|run|scale|found|find|created|create|evicted|evict|deleted|resolved)\b/u,
  /\b(?:has|have|was|were) (?:been )?(?:found|pulled|mounted|scheduled|bound|created)\b/u,
  /\b(?:is|are) (?:now |already |still |all )?(?:running|working|up|online)\b|\bworks\b|\b(?:pod|pods|container|containers|service|services) runs?\b/u,
] as const;

const DENIAL =
  /\b(?:not|no|none|never|nor|neither|nobody|nothing|nowhere|cannot|without|unless|until|before|if|when|whether|only|missing|absent|lacks?|lacking|fail\w*|unable|wait\w*|refus\w*|instead|but|although|though|while|wrong|stuck|less|fewer|because|once|after|should|must|would|needs?|prevent\w*|block\w*|stops?|keeps?|required?|requires|first|denied|denies|zero|0|too|unhealthy|unready|in order|may|might|perhaps|maybe|possibl[ey]|probably|likely|unclear|unknown)\b|n't\b/u;

/** What denies in its own clause. */
const NEGATION =
  /\b(?:not|no|none|never|nor|neither|nobody|nothing|nowhere|cannot|without|missing|lacks?|absent)\b|n't\b/u;

const UNSURE =
  /\b(?:may|might|perhaps|maybe|possibl[ey]|probably|likely|could|would|unclear|unknown|whether|why|how|what|if|until|unless)\b/u;

const CLAUSE = /[.;:,]\s|\s(?:but|although|though|whereas)\s/u;

function clausesOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(CLAUSE)
    .filter((clause) => clause.trim() !== '');
}

/**
 * Finds a claim that something is there or works although the statements say that it is not: "the Secret exists". A
 * clause with any word of doubt in it is let be.
 */
export function contradictionIn(sentence: string, trusted: readonly string[]): Objection | null {
  const evidence = trusted.flatMap(clausesOf);
  const whole = DENIAL.test(sentence.toLowerCase());
  const token = clausesOf(sentence).flatMap((clause) => affirmed(clause, evidence) ?? [])[0];
  // "It is reachable, but does not know it."
  return token === undefined || (whole && /(?:reachable|accessible)$/u.test(token))
    ? null
    : objection('contradiction', token);
}

/** Finds the denial of what the evidence says: "the container was not killed". */
export function denialIn(sentence: string, trusted: readonly string[]): Objection | null {
  if (UNSURE.test(sentence.toLowerCase())) return null;
  const evidence = trusted.flatMap(clausesOf);
  const token = clausesOf(sentence).flatMap((clause) => denied(clause, evidence) ?? [])[0];
  return token === undefined ? null : objection('contradiction', token);
}

function affirmed(clause: string, evidence: readonly string[]): string | null {
  if (DENIAL.test(clause)) return null;
  for (const state of STATES) {
    const token = state.exec(clause)?.[0];
    if (token !== undefined && !evidence.some((text) => text.includes(token) && !DENIAL.test(text))) return token;
  }
  return null;
}

/** "Was not killed", "does not need", "none of the pods crashes": a verb that is denied. */
const DENIED_VERB =
  /\b(?:not|never|n't)(?: (?:be|been|being|yet|even|really|actually))? ([a-z]{4,})|\bnone of (?:the |its |them )?(?:[a-z]+ )?([a-z]{4,}s)\b/gu;

/** "ConfigMap api-config does not exist": what is said to be missing. */
const MISSING =
  /(?:(\w+) )?"?([a-z0-9][\w./:-]*)"? (?:does not exist|do not exist|is missing|is not found|was not found|cannot be found|is absent)\b/gu;

/** "Has no key log_level": what an object is said not to have. */
const WITHOUT = /\b(?:no|lacks?|without)(?: the| a| an)?(?: [a-z]+)? "?([\w./:-]*[\d_./:-][\w./:-]*\w)/gu;

function stemOf(verb: string): string {
  return verb.replace(/(?:ing|ed|es|s|e)$/u, '');
}

/** What a clause denies and the evidence says. */
function denied(clause: string, evidence: readonly string[]): string | null {
  for (const [, first, second] of clause.matchAll(DENIED_VERB)) {
    const verb = first ?? second ?? '';
    if (FUNCTION_WORDS.has(verb) || !isVerbForm(verb)) continue;
    const said = evidence.filter((text) => new RegExp(`\\b${stemOf(verb)}`, 'u').test(text));
    if (said.length > 0 && !said.some((text) => NEGATION.test(text))) return verb;
  }
  for (const [, kind = '', name = ''] of clause.matchAll(MISSING)) {
    const isName = !FUNCTION_WORDS.has(name) && !isKindWord(name) && (isKindWord(kind) || !isEnglishWord(name));
    if (isName && isThere(name, evidence)) return name;
  }
  for (const [, name = ''] of clause.matchAll(WITHOUT)) {
    const said = evidence.filter((text) => text.includes(name));
    if (said.length > 0 && !said.some((text) => NEGATION.test(text))) return name;
  }
  return null;
}

const GONE = String.raw`(?: \S+){0,2} (?:does not exist|do not exist|not found|is missing|missing|is gone|cannot be found)`;

/** True for a name that the evidence has, and does not say to be missing. Plain words are left to other rules. */
function isThere(name: string, evidence: readonly string[]): boolean {
  const quoted = name.replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&');
  const said = evidence.filter((text) => new RegExp(`(?<![\\w-])${quoted}(?![\\w-])`, 'u').test(text));
  if (said.length === 0) return false;
  const gone = new RegExp(`(?<![\\w-])${quoted}"?${GONE}|\\b(?:no|find|without|lacks)(?: \\S+){0,2} "?${quoted}`, 'u');
  return !said.some((text) => gone.test(text));
}
