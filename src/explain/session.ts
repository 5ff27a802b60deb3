import type { Store } from './cache/store.ts';
import type { Language } from './explanation.ts';
import type { Masking } from './mask/masking.ts';
import type { Backend, ModelIdentity } from './model/backend.ts';

/** What a run of explanations works with. */
export interface Session {
  readonly backend: Backend;
  readonly identity: ModelIdentity;
  readonly language: Language;
  /** Null where names may be sent. */
  readonly masking: Masking | null;
  /** Null for no cache. */
  readonly store: Store | null;
  /** Ask again although the answer is stored. */
  readonly refresh: boolean;
  /** How much of the window evidence may take, by estimate. */
  readonly evidenceTokens: number;
  readonly signal: AbortSignal;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
  /** The wall clock, RFC 3339, for what is stored. */
  readonly wallClock: () => string;
  /** On that clock: no call begins or goes on after it. */
  readonly deadlineMs: number;
  readonly onProgress: (progress: ExplainProgress) => void;
}

/** How far a run is. */
export interface ExplainProgress {
  /** Answers that are there, and how many there will be. */
  readonly done: number;
  readonly total: number;
  /** The title of the finding that a model writes about. */
  readonly title: string;
  /** What it has written of the summary so far: not verified. */
  readonly summary: string;
}
