/** More than this is not prose about one problem. */
const MAX_CHARS = 8_000;

/** Removing one mark can uncover another: `**1. x**`. */
const MAX_ROUNDS = 5;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed
const ANSI = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-_])/gu;
const INVISIBLE = /\p{Default_Ignorable_Code_Point}|[\ufff9-\ufffb]/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufffc\ufffd]/gu;

/** Tags of Markdown's HTML; any other keeps its angle brackets, and its sentence falls by them. */
const TAG =
  /<\/?(?:a|b|i|u|p|em|strong|br|hr|ul|ol|li|code|pre|span|div|h[1-6]|table|tr|td|th|small|sub|sup)(?:\s[^<>]{0,200})?\/?>/giu;

/** `(E1)`, `[E2, E3]`: the answer names its evidence in a field of its own. */
const CITATION = /\s*[([](?:see |evidence |from )?E\d{1,3}(?:\s*(?:,|;|and|-|–)\s*E\d{1,3})*[)\]]/giu;

/** Takes out what nobody can see: escape sequences, control, zero-width and bidirectional characters. */
export function stripInvisible(text: string): string {
  return text.replace(ANSI, '').replace(INVISIBLE, '').replace(CONTROL, ' ');
}

function plainQuotes(text: string): string {
  return text
    .replace(/[“”„‟«»「」『』]/gu, '"')
    .replace(/[‘’‚‛´]/gu, "'")
    .replace(/`([^`\s]+)`/gu, '"$1"')
    .replace(/(^|[\s(])'([^'\n]{1,200})'(?=$|[\s.,;:!?)])/gu, '$1"$2"')
    .replace(/\s*[–—―]\s*/gu, ' - ')
    .replace(/[‐‑‒]/gu, '-')
    .replace(/…/gu, '...')
    .replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/gu, ' ');
}

function withoutMarkdown(text: string): string {
  return text
    .replace(/^[ \t]*```[^\n]*$/gmu, '\n')
    .replace(/^[ \t]*#{1,6}[ \t]+([^\n]*)$/gmu, '\n\n$1\n\n')
    .replace(/^[ \t]*(?:>[ \t]*)+/gmu, '')
    .replace(/^[ \t]*(?:[-*+•·]|\d{1,2}[.)])[ \t]+/gmu, '\n\n')
    .replace(/\[([^\]\n]{0,200})\]\(([^)\n]{0,400})\)/gu, '$1 $2')
    .replace(/(\*\*|__|~~)(?=\S)([^\n]{0,400}?\S)\1/gu, '$2')
    .replace(/(^|[\s(])([*_])(?=\S)([^*_\n]{0,400}[^*_\s])\2(?=$|[\s).,;:!?])/gmu, '$1$3');
}

function oneRound(text: string): string {
  return withoutMarkdown(plainQuotes(text.replace(TAG, ' ')).replace(CITATION, ''))
    .replace(/[ \t]+/gu, ' ')
    .replace(/ ?\n ?/gu, '\n')
    .replace(/\n{3,}/gu, '\n\n')
    .replace(/ (?=[.,;:!?](?:\s|$))/gu, '')
    .trim();
}

/**
 * Makes plain text of what a model wrote: no invisible characters, no Markdown, no HTML, no citations, plain quotes.
 * Paragraphs and list items stay apart by an empty line.
 */
export function clean(text: string): string {
  let result = stripInvisible(text.slice(0, MAX_CHARS).replace(/\r\n?/gu, '\n'))
    .replace(/[ \t]+/gu, ' ')
    .replace(/(?: ?\n){3,}/gu, '\n\n');
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = oneRound(result);
    if (next === result) break;
    result = next;
  }
  return result;
}
