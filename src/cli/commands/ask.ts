import { MekhanikubeError } from '../../base/errors.ts';
import { PROFILES } from '../../checks/define-check.ts';
import { parseNamespaces } from '../../config/analyze-config.ts';
import { type ExplainConfig, explainConfig, type RawExplainOptions } from '../../config/explain-config.ts';
import { diagnose } from '../../diagnose/diagnose.ts';
import { kindsFor } from '../../diagnose/plan.ts';
import { answerQuestion, explainBuiltIn, type Subject } from '../../explain/explain.ts';
import type { Explanation } from '../../explain/explanation.ts';
import type { ModelFailure } from '../../explain/model/backend.ts';
import type { Finding } from '../../findings/finding.ts';
import { refText } from '../../kube/object-ref.ts';
import { answerText } from '../../report/answer-text.ts';
import type { Runtime } from '../program.ts';
import { type DisplayOptions, terminalOf } from '../ui/terminal.ts';
import { writeStdout } from '../ui/write.ts';
import { type Explainer, maskingOf, startExplainer, subjectsOf, withSession } from './explainer.ts';
import { houseRules, sighted } from './house-rules.ts';
import { type ClusterOptions, readCluster, readRecording } from './read.ts';
import { showQuestion } from './show-prompts.ts';

export interface AskOptions extends RawExplainOptions, ClusterOptions, DisplayOptions {
  readonly namespace?: readonly string[];
  readonly from?: string;
  readonly output: string;
  readonly ascii?: boolean;
}

/** Fewer digits say too little. */
const SHORTEST_ID = 4;

/** Answers a question about one finding, from its evidence alone. */
export async function ask(id: string, question: string, options: AskOptions, runtime: Runtime): Promise<void> {
  const config = explainConfig({ ...options, explain: 'required' }, process.env);
  if (config === null) return;
  if (question.trim() === '')
    throw new MekhanikubeError('usage', 'the question is empty', {
      hint: 'for example "why only since this morning?"',
    });
  const explainer = options.showPrompt ? null : await startExplainer(config, runtime);
  try {
    await askAbout(id, question, { config, explainer }, options, runtime);
  } finally {
    explainer?.stop();
  }
}

async function askAbout(
  id: string,
  question: string,
  { config, explainer }: { readonly config: ExplainConfig; readonly explainer: Explainer | null },
  options: AskOptions,
  runtime: Runtime,
): Promise<void> {
  const namespaces = parseNamespaces(options);
  // Which profiles it was found with, nobody has to say again.
  const house = await houseRules({ profiles: PROFILES, volumeUsage: options.from !== undefined }, process.env);
  const { extra } = house;
  const snapshot =
    options.from === undefined
      ? await readCluster({ kinds: kindsFor(house.checks), namespaces, extra }, options, runtime)
      : await readRecording(options.from, namespaces, extra);
  const { checks, scanChecks } = sighted(house, snapshot, options);
  const finding = find(id, diagnose(snapshot, checks, scanChecks).findings);
  const [subject] = subjectsOf([finding], snapshot);
  if (subject === undefined) return;
  if (explainer === null) {
    await showQuestion(subject, question, snapshot, config, options.output === 'json');
    return;
  }
  const answer = await answered(subject, question, { config, explainer, snapshot }, options, runtime);
  await print(finding, question, answer.explanation, options);
  runtime.signal.throwIfAborted();
  if (answer.failure !== null) throw unanswered(answer.failure);
}

async function answered(
  subject: Subject,
  question: string,
  parts: { config: ExplainConfig; explainer: Explainer; snapshot: Parameters<typeof subjectsOf>[1] },
  options: AskOptions,
  runtime: Runtime,
): Promise<{ readonly explanation: Explanation | undefined; readonly failure: ModelFailure | null }> {
  const { config, explainer, snapshot } = parts;
  const ready = await explainer.ready;
  if (!ready.ok) {
    const explanation = explainBuiltIn([subject], ready.failure.message).get(subject.finding.id);
    return { explanation, failure: ready.failure };
  }
  const { backend, identity } = ready;
  const masking = await maskingOf(config, explainer.server.remote, snapshot, [subject]);
  return withSession({ explainer, config, backend, identity, masking }, options, runtime, (session) =>
    answerQuestion(subject, question, session),
  );
}

/** @throws MekhanikubeError `usage`, where no finding has the id, or several begin with it */
function find(typed: string, findings: readonly Finding[]): Finding {
  const found = findings.filter(({ id }) => id.startsWith(typed.toLowerCase()));
  const [first] = found;
  if (typed.length >= SHORTEST_ID && first !== undefined && found.length === 1) return first;
  if (typed.length >= SHORTEST_ID && found.length > 1)
    throw new MekhanikubeError('usage', `${found.length} findings have an id that begins with ${typed}`, {
      hint: found.map(({ id, subject, title }) => `${id}: ${title}, ${refText(subject)}`).join('; '),
    });
  throw new MekhanikubeError('usage', `no finding has the id ${typed}`, {
    hint: 'mekhanikube analyze prints the ids; a finding that is repaired has none any more',
  });
}

async function print(
  finding: Finding,
  question: string,
  explanation: Explanation | undefined,
  options: AskOptions,
): Promise<void> {
  if (explanation === undefined) return;
  if (options.output === 'json') {
    const { id, check, title, message, subject } = finding;
    await writeStdout(
      `${JSON.stringify({ finding: { id, check, title, message, subject }, question, answer: explanation }, null, 2)}\n`,
    );
    return;
  }
  const { width, color } = terminalOf(process.stdout, options, process.env);
  await writeStdout(answerText(finding, explanation, { width, color, ascii: options.ascii ?? false, verbose: false }));
}

function unanswered({ message, hint }: ModelFailure): MekhanikubeError {
  return new MekhanikubeError('model-unavailable', `the question was not answered: ${message}`, {
    ...(hint === null ? {} : { hint }),
  });
}
