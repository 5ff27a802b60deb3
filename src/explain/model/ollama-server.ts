import { Ollama } from 'ollama/browser';
import type { ModelFailureKind, Outcome } from './backend.ts';
import type { Server } from './exchange.ts';
import type { GuardedFetch } from './guarded-fetch.ts';

/** An Ollama server, and the model that is asked there. */
export interface OllamaModel extends Server {
  readonly baseUrl: string;
  readonly model: string;
  readonly contextTokens: number;
  /** The model and the server, for messages. */
  readonly who: string;
}

/** A client for one exchange. The build for browsers reads no files. */
export function client(known: OllamaModel, guarded: GuardedFetch): Ollama {
  return new Ollama({ host: known.baseUrl, fetch: guarded.fetch });
}

/** Adds what to do, which only this server's kind tells. */
export function withHint<T>(outcome: Outcome<T>, known: OllamaModel): Outcome<T> {
  if (outcome.ok || outcome.failure.hint !== null) return outcome;
  const hint = hintFor(outcome.failure.kind, known);
  return { ok: false, failure: { ...outcome.failure, hint } };
}

function hintFor(kind: ModelFailureKind, known: OllamaModel): string | null {
  switch (kind) {
    case 'model-missing':
      return `mekhanikube model pull ${known.model}`;
    case 'unreachable':
      return 'start it with `ollama serve`, or say where it is with OLLAMA_HOST';
    case 'too-long':
      return `Its window is ${known.contextTokens} tokens`;
    default:
      return null;
  }
}
