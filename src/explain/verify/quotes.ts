import type { Support } from './support.ts';
import { type Objection, objection } from './verified.ts';

const SPAN = /"([^"]*)"/gu;

/** Who says it, so that a quotation is no claim of ours. */
const INTRODUCTION =
  /\b(?:says?|said|reports?|reported|states?|stated|reads?|shows?|contains?|wrote|writes|written|logs?|logged|logging|message|messages|error|errors|event|events|output|answers?|answered|responds?|responded|response|warns?|warning|complains?|mentions?|reason|text|line|lines)\b/iu;

/** Up to here, a sentence is ours: what follows is what somebody said. */
const ATTRIBUTION =
  /\b(?:log|logs|logged|events?|messages?|kubelet|containers?|pods?|error|warning|output|registry|server|scheduler|webhook|controller|probe|autoscaler|program|application)\b(?:(?![,;:]| (?:and|or|but|which|who|so|since|because|as|while|that)\b).){0,40}?\b(?:says?|said|reports?|reported|states?|stated|shows?|contains?|complains?|mentions?|reads?|wrote|writes|logs|answers?|answered|responds?|responded|points? to|indicates?|suggests?)\b|\b(?:left|ended with|wrote) (?:the|its|an?) (?:\w+ )?(?:log|event|message|error|line)\b/iu;

/** Of the whole sentence, wherever it stands. */
const SOURCE =
  /\b(?:according to|as reported by|with) (?:the|its|an?) (?:\w+ )?(?:log|logs|event|events|message|error)\b/iu;

/** This many words in a row are a quotation. */
const COPIED_WORDS = 6;

function flat(text: string): string {
  return ` ${text
    .toLowerCase()
    .replace(/["'`\\]/gu, '')
    .replace(/\s+/gu, ' ')
    .replace(/[.,;:!?]+(?=\s|$)/gu, '')
    .trim()} `;
}

function occursIn(span: string, texts: readonly string[]): boolean {
  const wanted = flat(span);
  return texts.some((text) => flat(text).includes(wanted));
}

/** A sentence without its quotations of several words, and what is wrong with one of those. */
export interface Unquoted {
  readonly text: string;
  readonly wrong: Objection | null;
}

/**
 * Takes quotations out of a sentence. One must stand in the evidence word for word; where it stands in free text only,
 * a word before it must say that it is somebody's message.
 */
export function withoutQuotations(sentence: string, support: Support): Unquoted {
  let wrong: Objection | null = null;
  const text = sentence.replace(SPAN, (quotation, span: string, at: number) => {
    if (!/\s/u.test(span)) return quotation;
    const trusted = occursIn(span, support.trusted);
    const introduced = INTRODUCTION.test(sentence.slice(0, at));
    if (!trusted && !occursIn(span, support.free)) wrong ??= objection('name', quotation);
    else if (!trusted && !introduced) wrong ??= objection('copied', quotation);
    return ' it ';
  });
  return { text: text.replace(/\s+/gu, ' ').replace(/ (?=[.,;:!)])/gu, ''), wrong };
}

/** True for a sentence that says where its news come from: then it may speak of what the free text speaks of. */
export function isAttributed(sentence: string): boolean {
  return ATTRIBUTION.test(sentence) || SOURCE.test(sentence);
}

/** What of a sentence is said by us: all of it, unless it says who says the rest. */
export function saidByUs(sentence: string): string {
  const source = SOURCE.exec(sentence)?.[0];
  if (source !== undefined) return source;
  const match = ATTRIBUTION.exec(sentence);
  return match === null ? sentence : sentence.slice(0, match.index + match[0].length);
}

/** Finds six words in a row that stand in free text and nowhere else: a log line is no fact, and no text of ours. */
export function copiedRun(sentence: string, support: Support): Objection | null {
  const words = wordsOfSentence(sentence);
  const free = support.free.map((text) => ` ${wordsOfSentence(text).join(' ')} `);
  const trusted = support.trusted.map((text) => ` ${wordsOfSentence(text).join(' ')} `);
  for (let index = 0; index + COPIED_WORDS <= words.length; index++) {
    const run = ` ${words.slice(index, index + COPIED_WORDS).join(' ')} `;
    if (free.some((text) => text.includes(run)) && !trusted.some((text) => text.includes(run))) {
      return objection('copied', run.trim());
    }
  }
  return null;
}

function wordsOfSentence(text: string): readonly string[] {
  return (
    text
      .toLowerCase()
      .match(/[\p{L}\p{N}][\p{L}\p{N}._/:'-]*/gu)
      ?.map((word) => word.replace(/[.:'-]+$/u, '')) ?? []
  );
}
