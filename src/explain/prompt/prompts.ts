import type { z } from 'zod';
import { refText } from '../../kube/object-ref.ts';
import {
  type AskAnswer,
  askSchema,
  type ExplainAnswer,
  explainSchema,
  type TranslateAnswer,
  translateSchema,
} from '../answer/answer-schema.ts';
import { cleanLine } from '../evidence/clean.ts';
import type { Language } from '../explanation.ts';
import { own, type Part, parts } from './parts.ts';
import { ASK_RULES, EXPLAIN_RULES, TRANSLATE_RULES } from './rules.ts';
import type { Situation } from './situation.ts';

/** One question to a model, before masking. */
export interface Prompt<T> {
  readonly system: string;
  readonly user: readonly Part[];
  readonly schema: z.ZodType<T>;
  /** Values of the schema's enums that are names of the cluster. */
  readonly namesInSchema: readonly string[];
  /** The most that it may write. */
  readonly answerTokens: number;
}

const ANSWER_TOKENS = 450;
const LONGEST_QUESTION = 500;

/** Asks for an explanation of one root cause. `refused` says why the last answer was not taken. */
export function explainPrompt(situation: Situation, refused: string | null = null): Prompt<ExplainAnswer> {
  const { finding, causes, objects, playbook, choices } = situation;
  const user = parts`Problem: ${own(finding.title)}
About this kind of problem: ${own(playbook)}
Causes:
${list('C', causes)}Fixes:
${list(
  'F',
  finding.fixes.map(({ text }) => cleanLine(text)),
)}Objects: ${objects.map(refText).join('; ')}
${evidence(situation)}${again(refused)}`;
  return {
    system: EXPLAIN_RULES,
    user,
    schema: explainSchema(choices),
    namesInSchema: choices.objects,
    answerTokens: ANSWER_TOKENS,
  };
}

/** Asks a question of the user's about one finding. */
export function askPrompt(situation: Situation, question: string, refused: string | null = null): Prompt<AskAnswer> {
  const { finding, playbook, choices } = situation;
  const user = parts`Problem: ${own(finding.title)}
About this kind of problem: ${own(playbook)}
${evidence(situation)}Question: ${cleanLine(question, LONGEST_QUESTION)}
${again(refused)}`;
  return { system: ASK_RULES, user, schema: askSchema(choices), namesInSchema: [], answerTokens: ANSWER_TOKENS };
}

/** Asks for a translation of text that is verified already. */
export function translatePrompt(
  text: TranslateAnswer,
  language: Exclude<Language, 'English'>,
  refused: string | null = null,
): Prompt<TranslateAnswer> {
  const unknowns = text.unknowns.flatMap((one, index) => parts`${own(index === 0 ? '' : ',')}${JSON.stringify(one)}`);
  const user = parts`Translate into ${own(language)}:
{"summary":${JSON.stringify(text.summary)},"unknowns":[${unknowns}],"why":${JSON.stringify(text.why)}}
${again(refused)}`;
  return {
    system: TRANSLATE_RULES,
    user,
    schema: translateSchema(),
    namesInSchema: [],
    answerTokens: 2 * ANSWER_TOKENS,
  };
}

function list(letter: string, texts: readonly string[]): readonly Part[] {
  if (texts.length === 0) return own('none\n');
  return texts.flatMap((text, index) => parts`${own(`${letter}${index + 1}: `)}${text}\n`);
}

/** Fenced, so that no line of it is taken for ours; no line can hold the fence itself. */
function evidence({ lines }: Situation): readonly Part[] {
  const numbered = lines.flatMap(({ id, text }) => parts`${own(`${id}: `)}${text}\n`);
  return parts`<<<EVIDENCE\n${numbered}EVIDENCE>>>\n`;
}

function again(refused: string | null): readonly Part[] {
  return refused === null ? [] : parts`Your last answer was refused: ${cleanLine(refused, 160)}. Answer again.\n`;
}
