import type { Support } from './support.ts';
import { type Objection, objection } from './verified.ts';

/** Claims of fact that plain words make, and what the evidence must say of them. Lower-case texts. */
const CLAIMS: readonly (readonly [RegExp, RegExp])[] = [
  [
    /\b(?:somebody|someone|(?:a|the|some) (?:user|person|developer|operator|attacker|administrator)|people)\b/u,
    /\busers?\b|somebody/u,
  ],
  [
    /\bother (?:pods|containers|nodes|workloads|processes|process|applications|services)\b|\banother (?:pod|container|process|program|application|node|service)\b/u,
    /\bothers?\b|\banother\b/u,
  ],
  [
    /\b(?:cannot|could not|can't|not|unable to|never) (?:be )?reach(?:ed)?\b(?! (?:the |its )?(?:limit|end))|\bunreachable\b|\bnot reachable\b/u,
    /reach|connect|dial|lookup|timeout|timed out|refused|not ready/u,
  ],
  [
    /\b(?:does|do|did) not (?:answer|respond|reply)\b|\bno (?:answer|response|reply)\b/u,
    /answer|respon|timeout|timed out|deadline|refused|serves|no (?:ready )?endpoint|could not be called|unreach/u,
  ],
  [
    /\b(?:is|are|was|were|has an?|have an?|had an?|uses? an?|uses? the) (?:the )?wrong\b(?!.* or )/u,
    /wrong|invalid|did you mean|matches no|incorrect|not valid/u,
  ],
  [
    /(?:^|[,;] |\b(?:and|but|because|since|so) )(?:the )?(?:ingress|horizontalpodautoscaler|service|configmap|secret|namespace|claim|persistentvolumeclaim|resourcequota|limitrange|networkpolicy|poddisruptionbudget) \S* ?(?:keeps |is )?crash(?:es|ed|ing)\b/u,
    /^$/u,
  ],
  [/\breadiness probe/u, /readiness ?probe/u],
  [/\bliveness probe/u, /liveness ?probe/u],
  [/\bstartup probe/u, /startup ?probe/u],
  [/\b(?:less|fewer)(?: \w+)? than\b/u, /\b(?:less|fewer|smaller|below|at least|under)\b/u],
  [/\bat any time\b|\bwhenever\b/u, /any time|whenever/u],
  [/\bwas drained\b|\bwas evicted\b|\bwas deleted\b|\bwas removed\b/u, /drained|evicted|deleted|removed/u],
];

/** "1 of 2 pods": both numbers together, or "none of 2". */
const SHARE = /\b(\d+|none|one|two|three) of (?:the |its |all )?(\d+|two|three|four|five)\b/gu;

const DIGITS: Readonly<Record<string, string>> = { none: '0', one: '1', two: '2', three: '3', four: '4', five: '5' };

function digits(word: string): string {
  return DIGITS[word] ?? word;
}

function foreignShare(sentence: string, evidence: string): string | null {
  const known = new Set(
    [...evidence.matchAll(SHARE)].map(([, some = '', all = '']) => `${digits(some)}/${digits(all)}`),
  );
  for (const [text, some = '', all = ''] of sentence.matchAll(SHARE)) {
    const isOfAll = [...known].some((share) => share.endsWith(`/${digits(all)}`));
    if (isOfAll && !known.has(`${digits(some)}/${digits(all)}`)) return text;
  }
  return null;
}

/**
 * Finds a claim that is made of plain words only and that nothing in the evidence says: that somebody changed it, that
 * something cannot be reached. What is said to be possible is none.
 */
export function unsaidClaim(sentence: string, support: Support): Objection | null {
  const text = sentence.toLowerCase();
  const evidence = [...support.own, ...support.free].join('\n').toLowerCase();
  for (const [claim, said] of CLAIMS) {
    const words = claim.exec(text)?.[0];
    if (words !== undefined && !said.test(evidence)) return objection('concept', words);
  }
  const share = foreignShare(text, evidence);
  return share === null ? null : objection('number', share);
}
