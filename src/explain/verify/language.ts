import type { Language } from '../explanation.ts';

type Latin = Exclude<Language, 'Chinese'>;

/** The commonest words of each language; those that two of them share count for both. */
const STOP_WORDS: Readonly<Record<Latin, string>> = {
  English: `the of and to in is that it for was on are as with be by this not have from or an they which their has were
    can cannot does its will when there no because so but been before after at a what than`,
  Portuguese: `o a os as um uma de do da dos das em no na nos nas e que não para por com se é são foi ser está estão seu
    sua ele ela isso este esta porque mas ou mais quando ao à pelo pela pode não-há há tem já também até sem nenhum nenhuma
    foram ainda apenas cada`,
  Spanish: `el la los las un una de del en y que no para por con se es son fue ser está están su sus lo al este esta
    porque pero o más cuando puede hay tiene ya también hasta sin ningún ninguna le como como fueron aún cada pueden`,
  German: `der die das den dem des ein eine einen einem einer eines und ist sind war nicht kein keine zu in im mit von für
    auf sich es er sie wird werden kann hat haben dass weil aber oder wenn als auch an aus bei bis nach nur noch so vom
    zum zur durch gibt daher deshalb da wurde`,
  French: `le la les un une des de du en et que qui ne pas pour par avec se est sont a été être il elle ce cette ces son
    sa ses au aux dans sur mais ou plus quand peut y n'est l'image d'une d'un c'est qu'il car aucun aucune donc n'existe
    n'a ont sans jusqu'à`,
};

const SETS: readonly (readonly [Latin, ReadonlySet<string>])[] = [
  ['English', new Set(STOP_WORDS.English.split(/\s+/))],
  ['Portuguese', new Set(STOP_WORDS.Portuguese.split(/\s+/))],
  ['Spanish', new Set(STOP_WORDS.Spanish.split(/\s+/))],
  ['German', new Set(STOP_WORDS.German.split(/\s+/))],
  ['French', new Set(STOP_WORDS.French.split(/\s+/))],
];

/** Of the letters, how many may be of another script before a text is not in a Latin language. */
const MAX_FOREIGN = 0.05;
/** Names are Latin in every language; so much of a Chinese text must be Han at least. */
const MIN_HAN = 0.2;

function share(text: string, script: RegExp): number {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return letters === 0 ? 0 : (text.match(script)?.length ?? 0) / letters;
}

/** Names with a hyphen, dot or digit, which no language translates. */
const NAMES = /[A-Za-z0-9]+[-._/:@=\d][\w./:@=-]*/gu;

function looksChinese(text: string): boolean {
  return (
    share(text.replace(NAMES, ' '), /\p{Script=Han}/gu) >= MIN_HAN &&
    !/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Cyrillic}]/u.test(text)
  );
}

/** How many words of a text are stop words of each language. */
function hits(text: string): ReadonlyMap<Latin, number> {
  const words =
    text
      .toLowerCase()
      .replace(/’/gu, "'")
      .match(/[\p{L}][\p{L}'-]*/gu) ?? [];
  // French writes its articles in one with the next word.
  const parts = words.flatMap((word) => [
    word,
    ...(/^[cdjlmnqst]'|^qu'/u.test(word) ? [word.replace(/^\w+'/u, '')] : []),
  ]);
  return new Map(SETS.map(([language, set]) => [language, parts.filter((word) => set.has(word)).length]));
}

/** True for a stop word of a language, in lower case. */
export function isStopWord(language: Language, word: string): boolean {
  return SETS.some(([name, set]) => name === language && set.has(word));
}

/**
 * True for text that is in a language, as far as its script and its commonest words tell. A text without any common
 * word of any of the languages is in none of them.
 */
export function looksLike(language: Language, text: string): boolean {
  if (language === 'Chinese') return looksChinese(text);
  const latin = share(text, /\p{Script=Latin}/gu);
  if (latin < 1 - MAX_FOREIGN) return false;
  const counts = hits(text);
  const own = counts.get(language) ?? 0;
  return own > 0 && [...counts.values()].every((count) => count <= own);
}

/** True for a sentence with more common words of another Latin language than of English. */
export function looksForeign(sentence: string): boolean {
  const counts = hits(sentence);
  const english = counts.get('English') ?? 0;
  return [...counts.values()].some((count) => count > english);
}
