import type { Api } from '../api/client.ts';
import type { ProgressCount } from './progress.ts';

/** One reading of a cluster: what all its parts share. */
export interface Reading {
  readonly api: Api;
  /** Aborts when the user gives up, or when a part of the reading makes the rest of no use. */
  readonly signal: AbortSignal;
  readonly progress: ProgressCount;
}
