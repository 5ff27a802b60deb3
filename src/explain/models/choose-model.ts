import { MekhanikubeError, messageOf } from '../../base/errors.ts';
import type { ModelFailureKind, Outcome } from '../model/backend.ts';
import { ModelError } from '../model/failure.ts';
import type { Fetch } from '../model/guarded-fetch.ts';
import { fullName } from '../model/ollama-answers.ts';
import { type InstalledModel, listModels } from './list-models.ts';
import { LARGE, LARGEST, MIDDLE, SMALL, SMALLEST } from './model-table.ts';

/** The one for most machines first, then better ones, which were installed on purpose, then lesser ones. */
const PREFERRED = [MIDDLE, LARGE, LARGEST, SMALL, SMALLEST].map((entry) => fullName(entry.name));
/** Models that write nothing. */
const NOT_FOR_CHAT = /embed|rerank|minilm|(^|\/)bge/i;

/** The model to ask where the user named none: the best for this of those that an Ollama server has. */
export async function chooseModel(baseUrl: string, signal: AbortSignal, fetch?: Fetch): Promise<Outcome<string>> {
  try {
    const name = bestOf(await listModels(baseUrl, { signal, fetch }));
    if (name !== null) return { ok: true, value: name };
    const hint = `mekhanikube model pull ${MIDDLE.name}`;
    return { ok: false, failure: { kind: 'model-missing', message: `Ollama at ${baseUrl} has no model`, hint } };
  } catch (thrown) {
    return { ok: false, failure: { kind: kindOf(thrown), message: messageOf(thrown), hint: hintOf(thrown) } };
  }
}

/** A model that we know, else the one in memory, else the smallest: it will answer soonest. */
export function bestOf(installed: readonly InstalledModel[]): string | null {
  const usable = installed.filter((model) => !NOT_FOR_CHAT.test(model.name));
  const rank = (model: InstalledModel) => {
    const at = PREFERRED.indexOf(fullName(model.name));
    return at >= 0 ? at : PREFERRED.length + (model.loaded ? 0 : 1);
  };
  const [best] = usable.toSorted((a, b) => rank(a) - rank(b) || a.sizeBytes - b.sizeBytes);
  return best?.name ?? null;
}

function kindOf(thrown: unknown): ModelFailureKind {
  const cause = thrown instanceof MekhanikubeError ? thrown.cause : thrown;
  return cause instanceof ModelError ? cause.failure.kind : 'refused';
}

function hintOf(thrown: unknown): string | null {
  return thrown instanceof MekhanikubeError ? (thrown.hint ?? null) : null;
}
