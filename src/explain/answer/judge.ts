import type { Material } from '../evidence/evidence-line.ts';
import type { Language } from '../explanation.ts';
import type { Situation } from '../prompt/situation.ts';
import type { Verified } from '../verify/verified.ts';
import { verifyText } from '../verify/verify-text.ts';
import { verifyTranslation } from '../verify/verify-translation.ts';
import { type AskAnswer, type ExplainAnswer, INSUFFICIENT, type TranslateAnswer } from './answer-schema.ts';
import { type Refusal, refusal, refusalOf } from './refusal.ts';
import type { VerifiedAnswer, Words } from './verified-answer.ts';

/** What is left of an answer, or why nothing is. */
export type Judgement<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

/** Holds an explanation against the evidence. Refused if no sentence of its summary is left. */
export function judgeExplanation(answer: ExplainAnswer, { material, choices }: Situation): Judgement<VerifiedAnswer> {
  if (answer.cause === INSUFFICIENT)
    return refused({ ...refusal('the model found the evidence insufficient'), final: true });
  const checked = check({ ...answer }, material);
  if (checked.words.summary.length === 0) return refused(refusalOf(checked.dropped));
  const { cause, evidence, fixes } = answer;
  return {
    ok: true,
    value: {
      cause,
      object: choices.objects.indexOf(answer.object),
      evidence,
      fixes: unique(fixes),
      words: checked.words,
      dropped: checked.dropped.length,
    },
  };
}

/** Holds the answer to a question against the evidence. Refused if neither an answer nor an unknown is left. */
export function judgeReply(answer: AskAnswer, { material }: Situation): Judgement<VerifiedAnswer> {
  const checked = check({ ...answer, why: '' }, material);
  const { words, dropped } = checked;
  if (words.summary.length + words.unknowns.length === 0) return refused(refusalOf(dropped));
  return {
    ok: true,
    value: { cause: '', object: -1, evidence: answer.evidence, fixes: [], words, dropped: dropped.length },
  };
}

/** Holds a translation against the verified text it was made from. All of it stands, or it is refused. */
export function judgeTranslation(
  answer: TranslateAnswer,
  english: Words,
  language: Language,
  material: Material,
): Judgement<Words> {
  const verified = {
    summary: verifyTranslation(answer.summary, english.summary, language, material),
    why: verifyTranslation(answer.why, english.why, language, material),
    unknowns: verifyTranslation(answer.unknowns.join(' '), english.unknowns, language, material),
  };
  const dropped = [...verified.summary.dropped, ...verified.why.dropped, ...verified.unknowns.dropped];
  const words = {
    summary: verified.summary.kept,
    why: verified.why.kept,
    unknowns: verified.unknowns.kept,
  };
  if (dropped.length > 0 || words.summary.length === 0) return refused(refusalOf(dropped));
  return { ok: true, value: words };
}

interface Checked {
  readonly words: Words;
  readonly dropped: Verified['dropped'];
}

function check(
  { summary, why, unknowns }: Pick<ExplainAnswer, 'summary' | 'why' | 'unknowns'>,
  material: Material,
): Checked {
  const said = verifyText(summary, material);
  const reasons = verifyText(why, material);
  const open = unknowns.map((text) => verifyText(ended(text), material));
  return {
    words: {
      summary: said.kept,
      why: reasons.kept.filter((sentence) => !said.kept.includes(sentence)),
      unknowns: unique(open.flatMap(({ kept }) => kept)),
    },
    dropped: [said, reasons, ...open].flatMap(({ dropped }) => dropped),
  };
}

/** Models leave the full stop out in lists, and half a sentence would not be taken. */
function ended(text: string): string {
  return /[.!?]\s*$/.test(text) ? text : `${text.trimEnd()}.`;
}

function refused(why: Refusal): Judgement<never> {
  return { ok: false, refusal: why };
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
