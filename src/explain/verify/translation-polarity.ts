import type { Foreign } from './translation-words.ts';

/** What denies, and what can become a denial in another language or come of one. */
interface Polarity {
  readonly denies: RegExp;
  readonly lacks: RegExp;
}

const ENGLISH: Polarity = {
  denies: /\b(?:not|no|none|never|nor|neither|nobody|nothing|nowhere|cannot|without)\b|n't\b/giu,
  lacks:
    /\b(?:missing|lack\w*|absent|unable|fail\w*|refus\w*|den(?:y|ies|ied)|reject\w*|forbid\w*|prevent\w*|block\w*|only|until|unless|before|instead|un\w+(?:able|ed|t|d)|in\w*valid|insufficient|misspelled|less|zero|0|wait\w*)\b/giu,
};

/** How each language denies. Parts that belong together count once; French `ne` alone counts nothing. */
const FOREIGN: Readonly<Record<Foreign, Polarity>> = {
  German: {
    denies:
      /(?<![\p{L}])(?:nicht|nichts|kein(?:e[mnrs]?)?|nie|niemals|niemand|nirgends|ohne|weder|noch nie)(?![\p{L}])/giu,
    lacks:
      /(?<![\p{L}])(?:fehl\p{L}*|un\p{L}+|scheiter\p{L}*|verweiger\p{L}*|lehnt|abgelehnt|nur|bis|null|0|falsch)(?![\p{L}])/giu,
  },
  French: {
    denies:
      /(?<![\p{L}])(?:pas|aucune?s?|jamais|rien|sans|nulle part|personne|ni|n(?:e |['’])\p{L}+ plus)(?![\p{L}])/giu,
    lacks:
      /(?<![\p{L}])(?:manqu\p{L}*|in\p{L}+|im\p{L}+|échou\p{L}*|refus\p{L}*|que|seul\p{L}*|avant|zéro|0|absent\p{L}*)(?![\p{L}])/giu,
  },
  Spanish: {
    denies: /(?<![\p{L}])(?:no|ningun[oa]?s?|ningún|nunca|jamás|nada|nadie|sin|ni|tampoco)(?![\p{L}])/giu,
    lacks:
      /(?<![\p{L}])(?:falt\p{L}*|in\p{L}+|im\p{L}+|fall\p{L}*|rechaz\p{L}*|deneg\p{L}*|solo|sólo|hasta|cero|0|carece\p{L}*)(?![\p{L}])/giu,
  },
  Portuguese: {
    denies: /(?<![\p{L}])(?:não|nenhum\p{L}*|nunca|jamais|nada|ninguém|sem|nem)(?![\p{L}])/giu,
    lacks:
      /(?<![\p{L}])(?:falt\p{L}*|in\p{L}+|im\p{L}+|falh\p{L}*|recus\p{L}*|rejeit\p{L}*|apenas|só|até|zero|0|carece\p{L}*)(?![\p{L}])/giu,
  },
  Chinese: {
    denies: /不(?!断|同|仅|足|久|良|超过)|没有|没(?!有)|无(?!论)|未|从未|别的没有/gu,
    lacks: /缺|失败|拒绝|禁止|只|仅|不足|不可|错误|直到|之前|0/gu,
  },
};

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** Less where it was more, which no denial tells. */
const MORE = /\b(?:more|exceeds?|exceeded|above|over|larger|greater|higher|too high)\b/iu;
const LESS = /\b(?:less|fewer|smaller|below|under|lower|only|short|at most|too low|few)\b/iu;
const FOREIGN_LESS =
  /(?<![\p{L}])(?:weniger|geringer|kleiner als|menos|inférieure?|moins|menor|inferior)(?![\p{L}])|少于|小于|低于/iu;

/**
 * True where a translation denies as often as its original: one that lost a "not" says the opposite, with every name and
 * number in its place. What can be said with a denial or without one gives room.
 */
export function deniesAlike(translation: string, english: string, language: Foreign): boolean {
  const own = FOREIGN[language];
  const [there, here] = [count(english, ENGLISH.denies), count(translation, own.denies)];
  if (here > there + count(english, ENGLISH.lacks)) return false;
  if (here + count(translation, own.lacks) < there) return false;
  return !(MORE.test(english) && !LESS.test(english) && FOREIGN_LESS.test(translation));
}
