import { type Objection, objection } from './verified.ts';

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

/**
 * Finds a claim that something is there or works although the statements say that it is not: "the Secret exists". A
 * sentence with any word of doubt in it is let be.
 */
export function contradictionIn(sentence: string, trusted: readonly string[]): Objection | null {
  const lower = sentence.toLowerCase();
  if (DENIAL.test(lower)) return null;
  for (const state of STATES) {
    const token = state.exec(lower)?.[0];
    if (token !== undefined && !trusted.some((text) => affirms(text.toLowerCase(), token))) {
      return objection('contradiction', token);
    }
  }
  return null;
}

function affirms(text: string, claim: string): boolean {
  return text.split(/[.;:,]\s/u).some((clause) => clause.includes(claim) && !DENIAL.test(clause));
}
