import { visible } from '../../report/visible.ts';
import { writeStdout } from '../ui/write.ts';
import { openUserState } from './user-state.ts';

interface Options {
  readonly output: string;
}

/** Stops repair: nothing is changed in a cluster from this state folder until `resume`. */
export async function pause({ output, reason }: Options & { readonly reason?: string }): Promise<void> {
  const { reason: why, since } = openUserState('mark').pause(reason ?? null);
  if (output === 'json') return writeStdout(`${JSON.stringify({ paused: true, reason: why, since }, null, 2)}\n`);
  return writeStdout(`Paused since ${since ?? 'some time'}${why === null ? '' : `: ${visible(why)}`}.\n`);
}

/** Lets repair go on. */
export async function resume({ output }: Options): Promise<void> {
  const wasPaused = openUserState('read').isPaused() !== null && openUserState('mark').resume();
  if (output === 'json') return writeStdout(`${JSON.stringify({ paused: false, wasPaused }, null, 2)}\n`);
  return writeStdout(wasPaused ? 'Resumed.\n' : 'Nothing was paused.\n');
}
