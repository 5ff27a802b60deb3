import type { Fix } from '../findings/finding.ts';
import { mapWords, type Words } from './answer/verified-answer.ts';
import { fromSlots } from './cache/canonical.ts';
import type { Entry } from './cache/store.ts';
import type { EvidenceLine } from './evidence/evidence-line.ts';
import type { Explanation, Knowledge, Language } from './explanation.ts';
import type { Situation } from './prompt/situation.ts';
import { verifyText } from './verify/verify-text.ts';
import { verifyTranslation } from './verify/verify-translation.ts';

/** The built-in text as an explanation. `note` says why there is no model's text though one was asked for. */
export function builtIn(knowledge: Knowledge, note: string | null): Explanation {
  return {
    state: 'built-in',
    note,
    droppedSentences: 0,
    model: null,
    language: 'English',
    summary: knowledge.means,
    why: null,
    unknowns: [],
    cause: null,
    object: null,
    evidence: [],
    fixes: [],
    knowledge,
  };
}

/**
 * Makes an explanation of a stored answer: puts this finding's names into it and holds every sentence against this
 * finding's evidence once more. The answer may have been given about another occurrence.
 */
export function toExplanation(
  entry: Entry,
  { situation, slots, language }: { situation: Situation; slots: readonly string[]; language: Language },
  knowledge: Knowledge,
): Explanation {
  const { answer } = entry;
  if (answer === null) return builtIn(knowledge, `the answer of ${entry.model} was refused: ${entry.refused ?? ''}`);
  const stored = mapWords(answer.words, (sentence) => fromSlots(sentence, slots));
  const english = mapLists(stored, (sentences) => verifyText(sentences.join(' '), situation.material).kept);
  const dropped = answer.dropped + count(stored) - count(english);
  if (english.summary.length + english.unknowns.length === 0)
    return builtIn(knowledge, `the answer of ${entry.model} does not fit this object`);
  const translated = entry.translation && mapWords(entry.translation, (sentence) => fromSlots(sentence, slots));
  const holds = translated !== null && isTranslation(translated, english, language, situation);
  const words = holds ? translated : english;
  return {
    state: dropped === 0 ? 'verified' : 'partly-verified',
    note:
      holds || language === 'English'
        ? null
        : `not translated: ${entry.refused ?? 'the translation does not fit this object'}`,
    droppedSentences: dropped,
    model: entry.model,
    language: holds ? language : 'English',
    summary: words.summary.join(' '),
    why: words.why.length === 0 ? null : words.why.join(' '),
    unknowns: words.unknowns,
    cause: situation.causes.length < 2 ? null : (byNumber(situation.causes, answer.cause) ?? null),
    object: situation.choices.objects[answer.object] ?? null,
    evidence: answer.evidence.flatMap((id) => textOf(situation.lines, id)),
    fixes: answer.fixes.flatMap((id): readonly Fix[] => {
      const fix = byNumber(situation.finding.fixes, id);
      return fix === undefined ? [] : [fix];
    }),
    knowledge,
  };
}

/** True if nothing of a stored answer is lost on this finding. */
export function fits(entry: Entry, { situation, slots }: { situation: Situation; slots: readonly string[] }): boolean {
  if (entry.answer === null) return true;
  const stored = mapWords(entry.answer.words, (sentence) => fromSlots(sentence, slots));
  return (
    count(stored) === count(mapLists(stored, (sentences) => verifyText(sentences.join(' '), situation.material).kept))
  );
}

function isTranslation(words: Words, english: Words, language: Language, { material }: Situation): boolean {
  const parts = ['summary', 'why', 'unknowns'] as const;
  return parts.every(
    (part) => verifyTranslation(words[part].join(' '), english[part], language, material).dropped.length === 0,
  );
}

/** `C2` is the second of the causes, `F1` the first of the fixes. */
function byNumber<T>(items: readonly T[], id: string): T | undefined {
  return items[Number(id.slice(1)) - 1];
}

function textOf(lines: readonly EvidenceLine[], id: string): readonly string[] {
  return lines.filter((line) => line.id === id).map(({ text }) => text);
}

function mapLists(
  { summary, why, unknowns }: Words,
  change: (sentences: readonly string[]) => readonly string[],
): Words {
  return { summary: change(summary), why: change(why), unknowns: change(unknowns) };
}

function count({ summary, why, unknowns }: Words): number {
  return summary.length + why.length + unknowns.length;
}
