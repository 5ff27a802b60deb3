import { MekhanikubeError } from '../../base/errors.ts';
import { refText } from '../../kube/object-ref.ts';
import type { Outcome } from '../journal/record.ts';
import type { State } from '../state/state.ts';
import type { Backups } from './backups.ts';
import { pathsIn } from './contents.ts';
import type { RunHeader } from './manifest.ts';
import type { Run } from './run.ts';

/** A run as a list shows it. */
export interface RunSummary {
  readonly id: string;
  /** `damaged`: what it says of itself cannot be read. */
  readonly state: 'open' | 'sealed' | 'damaged';
  readonly cluster: string;
  /** RFC 3339. */
  readonly created: string | null;
  readonly actor: string | null;
  readonly targets: RunHeader['targets'];
  readonly outcome: Outcome | null;
  readonly pinned: boolean;
  readonly bytes: number;
  readonly ttlUntil: string | null;
}

/** Which runs are asked for. */
export interface RunFilter {
  readonly cluster?: string;
  /** The uid of an object. */
  readonly target?: string;
}

/** The runs that a filter lets through, oldest first. Damaged ones too: nobody knows what they are about. */
export function listRuns(backups: Backups, { cluster, target }: RunFilter = {}): readonly RunSummary[] {
  return backups
    .allRuns()
    .map((run) => summaryOf(backups.state, run))
    .filter((run) => cluster === undefined || run.cluster === cluster)
    .filter((run) => target === undefined || run.state === 'damaged' || run.targets.some(({ uid }) => uid === target));
}

/** `Deployment shop/web, Service shop/web`. */
export function targetsText({ targets }: Pick<RunSummary, 'targets'>): string {
  return targets.map(({ ref }) => refText(ref)).join(', ');
}

/** Sums up one run. */
export function summaryOf(state: State, run: Run): RunSummary {
  const { id, folder } = run;
  const about = {
    id,
    cluster: folder.split('/')[1] ?? '',
    pinned: state.entry(`${folder}/PIN`) !== undefined,
    bytes: bytesOf(state, folder),
  };
  try {
    const { created, actor, targets, ttlUntil } = run.header();
    const outcome = run.manifest()?.outcome ?? null;
    const isSealed = run.isSealed();
    return { ...about, state: isSealed ? 'sealed' : 'open', created, actor: actor.user, targets, outcome, ttlUntil };
  } catch (thrown) {
    if (!(thrown instanceof MekhanikubeError)) throw thrown;
    return { ...about, state: 'damaged', created: null, actor: null, targets: [], outcome: null, ttlUntil: null };
  }
}

function bytesOf(state: State, folder: string): number {
  return pathsIn({ state, folder }).reduce((sum, path) => sum + (state.entry(`${folder}/${path}`)?.bytes ?? 0), 0);
}
