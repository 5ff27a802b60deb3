import type { ExtraFields } from '../../snapshot/extra-fields.ts';
import type { Api } from '../api/client.ts';
import type { ProgressCount } from './progress.ts';
import type { ServedGroups } from './served-groups.ts';

/** One reading of a cluster: what all its parts share. */
export interface Reading {
  readonly api: Api;
  /** Aborts when the user gives up, or when a part of the reading makes the rest of no use. */
  readonly signal: AbortSignal;
  readonly progress: ProgressCount;
  /** What to keep of objects besides what the checks of the catalogue read. */
  readonly extra?: ExtraFields | undefined;
  /** What the server serves besides what every server does, asked for once; null where it does not tell. */
  readonly groups: () => Promise<ServedGroups | null>;
}
