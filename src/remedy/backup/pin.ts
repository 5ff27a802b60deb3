import type { State } from '../state/state.ts';
import type { Run } from './run.ts';

/** Keeps a run from being pruned. False where it was kept already. Needs no lock. */
export function pinRun(state: State, run: Run): boolean {
  return state.mark(`${run.folder}/PIN`);
}

/** Lets a run be pruned again. False where nothing kept it. */
export function unpinRun(state: State, run: Run): boolean {
  const path = `${run.folder}/PIN`;
  const wasPinned = state.entry(path) !== undefined;
  state.remove(path);
  return wasPinned;
}
