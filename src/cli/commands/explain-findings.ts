import { MekhanikubeError } from '../../base/errors.ts';
import type { ExplainConfig } from '../../config/explain-config.ts';
import { type Explained, explainBuiltIn, explainFindings } from '../../explain/explain.ts';
import type { ModelFailure } from '../../explain/model/backend.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Runtime } from '../program.ts';
import {
  type Explainer,
  type ExplainerOptions,
  maskingOf,
  startExplainer,
  subjectsOf,
  withSession,
} from './explainer.ts';

/** What a run that explains its findings needs besides. */
export interface Explaining {
  explain(findings: readonly Finding[], snapshot: Snapshot): Promise<Explained>;
  /**
   * Ends a run whose model was required and did not answer, after the report is out.
   *
   * @throws MekhanikubeError `model-unavailable`
   */
  requireModel(explained: Explained): void;
  stop(): void;
}

/** Starts to look for the model while the cluster is read. */
export async function startExplaining(
  config: ExplainConfig,
  options: ExplainerOptions,
  runtime: Runtime,
): Promise<Explaining> {
  const explainer = await startExplainer(config, runtime);
  return {
    explain: (findings, snapshot) => explainThem(findings, snapshot, { config, explainer }, options, runtime),
    requireModel: ({ failure }) => requireModel(config, failure),
    stop: () => explainer.stop(),
  };
}

/** Explains findings: with the model if it is there, else with the built-in text, and a note on standard error. */
async function explainThem(
  findings: readonly Finding[],
  snapshot: Snapshot,
  { config, explainer }: { readonly config: ExplainConfig; readonly explainer: Explainer },
  options: ExplainerOptions,
  runtime: Runtime,
): Promise<Explained> {
  const subjects = subjectsOf(findings, snapshot);
  if (subjects.length === 0) return { explanations: new Map(), failure: null };
  const ready = await explainer.ready;
  if (!ready.ok) {
    note(ready.failure, config, options);
    return { explanations: explainBuiltIn(subjects, ready.failure.message), failure: ready.failure };
  }
  const { backend, identity } = ready;
  const masking = await maskingOf(config, explainer.server.remote, snapshot, subjects);
  const done = await withSession({ explainer, config, backend, identity, masking }, options, runtime, (session) =>
    explainFindings(subjects, session),
  );
  if (done.failure !== null) note(done.failure, config, options);
  return done;
}

/** Built-in text instead of a model's is no error, but a person wants to know why. */
function note({ kind, message, hint }: ModelFailure, { when }: ExplainConfig, { quiet }: ExplainerOptions): void {
  if (quiet || when === 'required' || kind === 'interrupted') return;
  process.stderr.write(
    `note: built-in explanations instead of a model's: ${message}${hint === null ? '' : `; ${hint}`}\n`,
  );
}

function requireModel({ when }: ExplainConfig, failure: ModelFailure | null): void {
  if (when !== 'required' || failure === null) return;
  throw new MekhanikubeError('model-unavailable', `--explain=required: ${failure.message}`, {
    hint: failure.hint ?? 'look at the log of the model server, or run without =required',
  });
}
