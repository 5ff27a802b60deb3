/** Why a model gave no answer that could be read. */
export type ModelFailureKind =
  /** Nobody listens there, or the name does not resolve. */
  | 'unreachable'
  /** The server has no such model. */
  | 'model-missing'
  /** No answer, or no further word of one, within the time. */
  | 'timeout'
  /** The server answered with an error, or with something that is not its API. */
  | 'refused'
  /** The connection ended in the middle of an answer. */
  | 'cut-off'
  /**
   * The server ended its answer properly, but in the middle: Ollama does so when a model repeats one token for ever.
   * That is the model's failure, and asking again gives the same.
   */
  | 'gave-up'
  /** Nothing was sent, or what came is an answer to half of a prompt. */
  | 'not-asked'
  /** The prompt is longer than the window. */
  | 'too-long'
  | 'interrupted';

export interface ModelFailure {
  readonly kind: ModelFailureKind;
  /** One sentence without a full stop that names the server or the model. */
  readonly message: string;
  /** What to do about it. */
  readonly hint: string | null;
}

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: ModelFailure };

/** Which model answers. Its digest is a part of the cache's keys, as a tag can change its meaning. */
export interface ModelIdentity {
  readonly name: string;
  /** What changes when the model does; null where the server does not tell. */
  readonly digest: string | null;
  /** How many requests it should get at once. */
  readonly parallel: number;
}

export interface ModelRequest {
  readonly system: string;
  readonly user: string;
  /** The JSON Schema that the answer has to follow. */
  readonly schema: object;
  /** The most tokens that it may write. */
  readonly answerTokens: number;
  /** Our estimate of the tokens of `system` and `user`. */
  readonly promptTokens: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Gets all of the answer so far, as it grows. */
  readonly onText?: ((text: string) => void) | undefined;
}

export interface ModelAnswer {
  readonly text: string;
  /** False where it ended because `answerTokens` were used up. */
  readonly complete: boolean;
  /** Tokens of the prompt as the server counted them; null where it does not tell. */
  readonly promptTokens: number | null;
  readonly answerTokens: number | null;
  /** Time spent writing; null where the server does not tell. */
  readonly answerMs: number | null;
}

/** A server with a model on it. Failures are values: a report never fails because of its explanations. */
export interface Backend {
  /** `ollama` or `openai`. */
  readonly name: string;
  /** The server's address without credentials, for messages. */
  readonly address: string;
  /** Looks whether the model is there. */
  identify(signal: AbortSignal): Promise<Outcome<ModelIdentity>>;
  /** Has the model loaded before the first question, where the server can. */
  preload(signal: AbortSignal): Promise<Outcome<null>>;
  ask(request: ModelRequest): Promise<Outcome<ModelAnswer>>;
}
