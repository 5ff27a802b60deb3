import { type Judgement, judgeExplanation, judgeReply, judgeTranslation } from './answer/judge.ts';
import { mapWords, type VerifiedAnswer, type Words } from './answer/verified-answer.ts';
import { askTwice, type Result } from './ask-twice.ts';
import { type Canonical, canonicalOf, toSlots } from './cache/canonical.ts';
import { keyOf } from './cache/key.ts';
import type { Entry } from './cache/store.ts';
import type { Language } from './explanation.ts';
import { askPrompt, explainPrompt, type Prompt, translatePrompt } from './prompt/prompts.ts';
import type { Situation } from './prompt/situation.ts';
import type { Session } from './session.ts';

/** Something to ask a model, and how its answer is stored. */
export interface Task {
  readonly situation: Situation;
  readonly canonical: Canonical;
  readonly key: string;
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
    ask: (session, onSummary) => askTwice(promptOf, judge, session, onSummary),
  };
}

/** Has a task done by the model. A refused answer is an entry too: the model would write the same again. */
export async function entryFor(
  task: Task,
  session: Session,
  onSummary: (summary: string) => void,
): Promise<Exclude<Result<Entry>, { state: 'refused' }>> {
  const { situation, canonical } = task;
  const { identity, language, wallClock } = session;
  const result = await task.ask(session, onSummary);
  if (result.state === 'failed') return result;
  const answer = result.state === 'held' ? result.value : null;
  const translated =
    answer === null || language === 'English' ? null : await translate(answer.words, language, situation, session);
  if (translated?.state === 'failed') return translated;
  const slotted = (words: Words): Words => mapWords(words, (sentence) => toSlots(sentence, canonical.slots));
  const refused = [result, translated].find((one) => one?.state === 'refused');
  return {
    state: 'held',
    value: {
      version: 1,
      check: situation.finding.check,
      model: identity.name,
      language,
      created: wallClock(),
      answer: answer === null ? null : { ...answer, words: slotted(answer.words) },
      translation: translated?.state === 'held' ? slotted(translated.value) : null,
      refused: refused?.state === 'refused' ? toSlots(refused.reason, canonical.slots) : null,
    },
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
