import { type Judgement, judgeExplanation, judgeReply, judgeTranslation } from './answer/judge.ts';
import { mapWords, type VerifiedAnswer, type Words } from './answer/verified-answer.ts';
import { askTwice, type Result } from './ask-twice.ts';
import { type Canonical, canonicalOf, toSlots } from './cache/canonical.ts';
import { keyOf } from './cache/key.ts';
import type { Entry } from './cache/store.ts';
import type { Language } from './explanation.ts';
import type { ModelFailure } from './model/backend.ts';
import { partsText } from './prompt/parts.ts';
import { askPrompt, explainPrompt, type Prompt, translatePrompt } from './prompt/prompts.ts';
import type { Situation } from './prompt/situation.ts';
import type { Session } from './session.ts';

/** Something to ask a model, and how its answer is stored. */
export interface Task {
  readonly situation: Situation;
  readonly canonical: Canonical;
  readonly key: string;
  /** For an answer that fits this object alone. */
  readonly ownKey: string;
  ask(session: Session, onSummary: (summary: string) => void): Promise<Result<VerifiedAnswer>>;
}

/** An explanation of a finding as a task. */
export function explainTask(situation: Situation, session: Session): Task {
  const promptOf = (refused: string | null) => explainPrompt(situation, refused);
  return toTask(situation, session, promptOf, (answer) => judgeExplanation(answer, situation));
}

/** A question about a finding as a task. */
export function askTask(situation: Situation, question: string, session: Session): Task {
  const promptOf = (refused: string | null) => askPrompt(situation, question, refused);
  return toTask(situation, session, promptOf, (answer) => judgeReply(answer, situation));
}

function toTask<Answer>(
  situation: Situation,
  { backend, identity, language, masking }: Session,
  promptOf: (refused: string | null) => Prompt<Answer>,
  judge: (answer: Answer) => Judgement<VerifiedAnswer>,
): Task {
  const { system, user } = promptOf(null);
  const names = situation.objects.flatMap(({ namespace, name }) => (namespace === null ? [name] : [name, namespace]));
  const canonical = canonicalOf(user, names);
  const masked = masking !== null;
  return {
    situation,
    canonical,
    key: keyOf({ backend, identity, language, masked, system, prompt: canonical.text }),
    ownKey: keyOf({ backend, identity, language, masked, system, prompt: partsText(user) }),
    ask: (session, onSummary) => askTwice(promptOf, judge, session, onSummary),
  };
}

/** An entry, and whether it is worth keeping: what a server failed at may go well the next time. */
export interface Made {
  readonly entry: Entry;
  readonly keep: boolean;
}

/** Has a task done by the model. A refused answer is an entry too: the model would write the same again. */
export async function entryFor(
  task: Task,
  session: Session,
  onSummary: (summary: string) => void,
): Promise<{ readonly made: Made } | { readonly failure: ModelFailure }> {
  const result = await task.ask(session, onSummary);
  if (result.state === 'failed') return { failure: result.failure };
  if (result.state === 'refused')
    return { made: { entry: entryOf(task, session, { refused: result.reason }), keep: true } };
  const { language } = session;
  const answer = result.value;
  if (language === 'English') return { made: { entry: entryOf(task, session, { answer }), keep: true } };
  const translated = await translate(answer.words, language, task.situation, session);
  switch (translated.state) {
    case 'held':
      return { made: { entry: entryOf(task, session, { answer, translation: translated.value }), keep: true } };
    case 'refused':
      return { made: { entry: entryOf(task, session, { answer, refused: translated.reason }), keep: true } };
    case 'failed':
      return { made: { entry: entryOf(task, session, { answer, refused: translated.failure.message }), keep: false } };
  }
}

function entryOf(
  { situation, canonical }: Task,
  { identity, language, wallClock }: Session,
  parts: { readonly answer?: VerifiedAnswer; readonly translation?: Words; readonly refused?: string },
): Entry {
  const { answer, translation, refused } = parts;
  const slotted = (words: Words): Words => mapWords(words, (sentence) => toSlots(sentence, canonical.slots));
  return {
    version: 1,
    check: situation.finding.check,
    model: identity.name,
    language,
    created: wallClock(),
    answer: answer === undefined ? null : { ...answer, words: slotted(answer.words) },
    translation: translation === undefined ? null : slotted(translation),
    refused: refused ?? null,
  };
}

function translate(
  words: Words,
  language: Exclude<Language, 'English'>,
  { material }: Situation,
  session: Session,
): Promise<Result<Words>> {
  const text = { summary: words.summary.join(' '), unknowns: [...words.unknowns], why: words.why.join(' ') };
  return askTwice(
    (refused) => translatePrompt(text, language, refused),
    (answer) => judgeTranslation(answer, words, language, material),
    session,
  );
}
