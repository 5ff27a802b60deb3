import { MekhanikubeError } from '../../base/errors.ts';
import type { Output } from '../../config/analyze-config.ts';
import type { ExplainConfig } from '../../config/explain-config.ts';
import type { Subject } from '../../explain/explain.ts';
import { askPrompt, explainPrompt } from '../../explain/prompt/prompts.ts';
import { situationOf } from '../../explain/prompt/situation.ts';
import { type Sent, textOf } from '../../explain/send.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { writeStdout } from '../ui/write.ts';
import { maskingOf, subjectsOf } from './explainer.ts';
import { modelServer } from './model-server.ts';

interface Shown extends Sent {
  readonly finding: string;
}

/**
 * Where prompts go: they have no form but text and JSON.
 *
 * @throws MekhanikubeError `usage`
 */
export function promptOutputs(outputs: readonly Output[]): readonly Output[] {
  const other = outputs.find(({ format }) => format !== 'text' && format !== 'json');
  if (other === undefined) return outputs;
  throw new MekhanikubeError('usage', `--show-prompt cannot print ${other.format}`, {
    hint: 'take -o text or -o json',
  });
}

/** Exactly what a model would get about each finding. Reaches no server. */
export async function promptsText(
  findings: readonly Finding[],
  snapshot: Snapshot,
  config: ExplainConfig,
  asJson: boolean,
): Promise<string> {
  const subjects = subjectsOf(findings, snapshot);
  const { remote } = await modelServer({ ...config, allowRemoteModel: true }, process.env);
  const masking = await maskingOf(config, remote, snapshot, subjects);
  const shown = subjects.map(({ finding, prose, circumstances }): Shown => {
    return { finding: finding.id, ...textOf(explainPrompt(situationOf(finding, prose, circumstances)), masking) };
  });
  return asJson ? `${JSON.stringify(shown, null, 2)}\n` : shown.map(promptText).join('\n');
}

/** Prints exactly what a model would get for a question. Reaches no server. */
export async function showQuestion(
  { finding, prose, circumstances }: Subject,
  question: string,
  snapshot: Snapshot,
  config: ExplainConfig,
  asJson: boolean,
): Promise<void> {
  const situation = situationOf(finding, prose, circumstances, { withTimes: true });
  const { remote } = await modelServer({ ...config, allowRemoteModel: true }, process.env);
  const masking = await maskingOf(config, remote, snapshot, [{ finding, prose, circumstances }]);
  const shown = { finding: finding.id, ...textOf(askPrompt(situation, question), masking) };
  await writeStdout(asJson ? `${JSON.stringify(shown, null, 2)}\n` : promptText(shown));
}

function promptText({ finding, system, user, schema }: Shown): string {
  return [`# Finding ${finding}`, '## system', system, '## user', user, '## schema', JSON.stringify(schema), ''].join(
    '\n',
  );
}
